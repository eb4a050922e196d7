package chat.tertulia.testkit.check;

/** One thing that is not as promised. */
public record Violation(Invariant invariant, String what) {
  @Override
  public String toString() {
    return invariant + ": " + what;
  }
}
