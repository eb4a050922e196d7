package chat.tertulia.shared.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.bus.VertxBus;
import chat.tertulia.shared.config.BadSetting;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Nothing;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.error.Problem;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may speak on the bus, with certificates made by the JDK's own tool. */
class BusTlsTest {
  private static final String SECRET = "a test's secret";

  @TempDir private Path folder;
  private final List<Node> nodes = new ArrayList<>();

  @AfterEach
  void leave() {
    nodes.reversed().forEach(each -> Launcher.await(each.stop()));
  }

  @Test
  @Timeout(120)
  void onlyWhoHasACertificateOfTheAuthorityIsHeard() throws Exception {
    Path ours = identity("ours");
    Path foreign = identity("foreign");
    List<String> members = addresses(3);
    var served = new VertxBus(start(members, 0, ours).vertx());
    Launcher.await(
        served.serve(
            Switchboard.ROOMS_CANARY, call -> Future.succeededFuture(Answer.of(Nothing.NOTHING))));
    var friend = new VertxBus(start(members, 1, ours).vertx());
    var stranger = new VertxBus(start(members, 2, foreign).vertx());

    assertAnswered(friend);
    for (int i = 0; i < 3; i++) {
      assertThrows(Problem.class, () -> ask(stranger));
    }
    assertAnswered(friend);
  }

  /** The registration takes its time to be seen. */
  private static void assertAnswered(VertxBus bus) {
    for (int i = 0; i < 20 && !answers(bus); i++) {
      Thread.onSpinWait();
    }
    ask(bus);
  }

  private static boolean answers(VertxBus bus) {
    try {
      ask(bus);
      return true;
    } catch (Problem notYet) {
      return false;
    }
  }

  private static void ask(VertxBus bus) {
    Launcher.await(bus.call(Switchboard.ROOMS_CANARY, Nothing.NOTHING));
  }

  @Test
  void aWrongFileStopsTheStartWithOneLine() throws Exception {
    Path ours = identity("ours");
    Path foreign = identity("foreign");
    var good = tls(ours);

    assertRefused(good, "TERTULIA_BUS_TLS_CA", "/nowhere/ca.pem", "cannot be read");
    assertRefused(good, "TERTULIA_BUS_TLS_CERT", ours + "/key.pem", "no valid certificate");
    assertRefused(good, "TERTULIA_BUS_TLS_KEY", ours + "/cert.pem", "PKCS#8");
    assertRefused(good, "TERTULIA_BUS_TLS_KEY", foreign + "/key.pem", "does not belong");
    assertRefused(good, "TERTULIA_BUS_TLS_CA", "", "all three or none");
  }

  private void assertRefused(
      Map<String, String> good, String setting, String value, String reason) {
    var wrong = new TreeMap<>(good);
    wrong.put(setting, value);
    wrong.put("TERTULIA_CLUSTER", "tcp");
    var refused =
        assertThrows(
            BadSetting.class,
            () -> Launcher.await(Node.start(Settings.of(wrong).read(NodeSettings.class))));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  private static Map<String, String> tls(Path identity) {
    var settings = new TreeMap<String, String>();
    settings.put("TERTULIA_BUS_TLS_KEY", identity + "/key.pem");
    settings.put("TERTULIA_BUS_TLS_CERT", identity + "/cert.pem");
    settings.put("TERTULIA_BUS_TLS_CA", identity + "/ca.pem");
    return settings;
  }

  private Node start(List<String> members, int index, Path identity) {
    var settings = tls(identity);
    String self = members.get(index);
    settings.put("TERTULIA_CLUSTER", "tcp");
    settings.put("TERTULIA_CLUSTER_NAME", "tls-test-" + ProcessHandle.current().pid());
    settings.put("TERTULIA_CLUSTER_MEMBERS", String.join(",", members));
    settings.put("TERTULIA_CLUSTER_PORT", self.substring(self.indexOf(':') + 1));
    settings.put("TERTULIA_ADMIN_PORT", "0");
    Node node = Launcher.await(Node.start(Settings.of(settings).read(NodeSettings.class)));
    nodes.add(node);
    return node;
  }

  private static List<String> addresses(int count) throws IOException {
    var held = new ArrayList<ServerSocket>();
    for (int i = 0; i < count; i++) {
      held.add(new ServerSocket(0));
    }
    var found = held.stream().map(each -> "127.0.0.1:" + each.getLocalPort()).toList();
    for (ServerSocket each : held) {
      each.close();
    }
    return found;
  }

  /** A folder with key.pem, cert.pem and ca.pem of an authority of its own. */
  private Path identity(String name) throws Exception {
    Path made = Files.createDirectories(folder.resolve(name));
    Path store = made.resolve("store.p12");
    if (Files.exists(store)) {
      return made;
    }
    keytool(store, "-alias", "ca", "-dname", "CN=" + name + " authority", "-ext", "bc:c");
    keytool(store, "-alias", "node", "-dname", "CN=" + name, "-signer", "ca");
    KeyStore keys = KeyStore.getInstance(store.toFile(), SECRET.toCharArray());
    pem(made, "key", "PRIVATE KEY", keys.getKey("node", SECRET.toCharArray()).getEncoded());
    pem(made, "cert", "CERTIFICATE", encoded(keys.getCertificate("node")));
    pem(made, "ca", "CERTIFICATE", encoded(keys.getCertificate("ca")));
    return made;
  }

  private static byte[] encoded(Certificate certificate) throws GeneralSecurityException {
    return certificate.getEncoded();
  }

  private static void keytool(Path store, String... more) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-validity", "2", "-storetype"));
    command.addAll(List.of("PKCS12", "-keystore", store.toString(), "-storepass", SECRET));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static void pem(Path folder, String name, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(name + ".pem"),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
