package chat.tertulia.embedded;

/** Hears, in one short line each, what a start is busy with. */
@FunctionalInterface
public interface Progress {

  /** Nobody is listening. */
  Progress SILENT = line -> {};

  void step(String line);
}
