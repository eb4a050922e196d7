package chat.tertulia.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void namesEverySystemWeHaveProgramsFor() {
    assertEquals(Platform.LINUX_AMD64, Platform.of("Linux", "amd64"));
    assertEquals(Platform.LINUX_ARM64, Platform.of("Linux", "aarch64"));
    assertEquals(Platform.MAC_AMD64, Platform.of("Mac OS X", "x86_64"));
    assertEquals(Platform.MAC_ARM64, Platform.of("Mac OS X", "aarch64"));
    assertEquals(Platform.WINDOWS_AMD64, Platform.of("Windows 11", "amd64"));
  }

  @Test
  void saysSoWhereThereIsNone() {
    assertThrows(EngineFailure.class, () -> Platform.of("Linux", "riscv64"));
  }
}
