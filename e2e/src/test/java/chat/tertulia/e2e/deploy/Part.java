package chat.tertulia.e2e.deploy;

import chat.tertulia.shared.config.AuthSettings;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.FileSettings;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.HistorySettings;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.RoomSettings;
import chat.tertulia.shared.config.Secret;
import chat.tertulia.shared.config.Setting;
import chat.tertulia.shared.config.Settings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The processes that are deployed apart, and the settings each of them reads. */
enum Part {
  AUTH("auth-service", "TERTULIA_AUTH_PORT"),
  ROOMS("room-service", "TERTULIA_ROOM_PORT"),
  HISTORY("history-service", "TERTULIA_HISTORY_PORT"),
  GATEWAY("gateway", "TERTULIA_PORT");

  /** Read before the settings, by the log and by the start script. */
  private static final List<String> BEFORE = List.of("TERTULIA_LOG_LEVEL", "TERTULIA_JAVA_OPTS");

  /** What may name loopback: whom to believe besides, and what people type. */
  private static final List<String> MAY_BE_LOCAL =
      List.of("TERTULIA_GATEWAYS", "TERTULIA_PUBLIC_URL");

  private final String module;
  private final String portSetting;

  Part(String module, String portSetting) {
    this.module = module;
    this.portSetting = portSetting;
  }

  private List<Class<? extends Record>> records() {
    return switch (this) {
      case AUTH -> List.of(NodeSettings.class, DatabaseSettings.class, AuthSettings.class);
      case ROOMS -> List.of(NodeSettings.class, DatabaseSettings.class, RoomSettings.class);
      case HISTORY ->
          List.of(
              NodeSettings.class,
              DatabaseSettings.class,
              HistorySettings.class,
              FileSettings.class);
      case GATEWAY -> List.of(NodeSettings.class, GatewaySettings.class);
    };
  }

  /** Name of the Maven module, of the image and of the service. */
  String module() {
    return module;
  }

  static Part of(String module) {
    return Arrays.stream(values())
        .filter(each -> each.module.equals(module))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process of ours: " + module));
  }

  /** The part whose image this is. */
  static Part ofImage(String image) {
    return of(image.replaceFirst("^tertulia/", "").replaceFirst(":.*", ""));
  }

  /** The port it serves, as its settings read it. */
  int port(Map<String, String> environment) {
    Settings settings = Settings.of(environment);
    return switch (this) {
      case AUTH -> settings.read(AuthSettings.class).port();
      case ROOMS -> settings.read(RoomSettings.class).port();
      case HISTORY -> settings.read(HistorySettings.class).port();
      case GATEWAY -> settings.read(GatewaySettings.class).port();
    };
  }

  String portSetting() {
    return portSetting;
  }

  boolean isSecret(String variable) {
    return components().stream()
        .anyMatch(each -> nameOf(each).equals(variable) && each.getType() == Secret.class);
  }

  private List<RecordComponent> components() {
    return records().stream().flatMap(each -> Arrays.stream(each.getRecordComponents())).toList();
  }

  private static String nameOf(RecordComponent component) {
    return component.getAnnotation(Setting.class).name();
  }

  /**
   * What is wrong with an environment for this process in a container of its own: a variable it
   * does not read, a value it refuses, a secret that is missing, a neighbour looked for at home.
   */
  List<String> faults(Map<String, String> environment) {
    var faults = new ArrayList<String>();
    List<String> known = components().stream().map(Part::nameOf).toList();
    for (String variable : environment.keySet()) {
      if (!known.contains(variable) && !BEFORE.contains(variable)) {
        faults.add(module + " does not read " + variable);
      }
    }
    try {
      Settings settings = Settings.of(environment);
      records().forEach(each -> faults.addAll(values(settings.read(each))));
    } catch (RuntimeException e) {
      faults.add(module + ": " + e.getMessage());
    }
    return faults;
  }

  private List<String> values(Record settings) {
    var faults = new ArrayList<String>();
    for (RecordComponent each : settings.getClass().getRecordComponents()) {
      String name = nameOf(each);
      String value = text(each, settings);
      boolean asked = !name.equals("TERTULIA_S3_SECRET") || storesElsewhere(settings);
      if (each.getType() == Secret.class && value.isEmpty() && asked) {
        faults.add(module + " needs " + name);
      }
      boolean local = value.contains("127.0.0.1") || value.contains("localhost");
      if (local && !MAY_BE_LOCAL.contains(name)) {
        faults.add(module + " would look at home: " + name + "=" + value);
      }
    }
    return faults;
  }

  /** Files go to an object store, which wants to know who comes. */
  private static boolean storesElsewhere(Record settings) {
    return settings instanceof FileSettings files && !files.storeUrl().isEmpty();
  }

  private static String text(RecordComponent component, Record settings) {
    try {
      Object value = component.getAccessor().invoke(settings);
      return value instanceof Secret secret ? secret.value() : value.toString();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
