package chat.tertulia.testkit.cluster;

import java.util.List;

/** The network a cluster's members live in. */
public interface Lan extends AutoCloseable {
  /** Where this JVM listens for members. */
  String hub();

  /** Where a member listens, counted from 0. */
  String address(int member);

  /** What a command begins with, to run where that member lives. */
  List<String> enter(int member);

  /** All addresses of it, as a network in CIDR notation. */
  String range();

  @Override
  void close();

  /** Everything on 127.0.0.1: nothing can be cut. */
  static Lan loopback() {
    return new Lan() {
      @Override
      public String hub() {
        return "127.0.0.1";
      }

      @Override
      public String address(int member) {
        return hub();
      }

      @Override
      public List<String> enter(int member) {
        return List.of();
      }

      @Override
      public String range() {
        return "127.0.0.0/8";
      }

      @Override
      public void close() {}
    };
  }
}
