package chat.tertulia.shared.config;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads settings records: the environment over the file named by {@code TERTULIA_CONFIG} over the
 * defaults. A key that nobody knows and a value that is wrong stop the start.
 */
public final class Settings {
  public static final String PREFIX = "TERTULIA_";
  public static final String FILE = "TERTULIA_CONFIG";

  /** Every settings record there is; whoever adds one adds it here. */
  public static final List<Class<? extends Record>> ALL =
      List.of(
          NodeSettings.class,
          DatabaseSettings.class,
          AuthSettings.class,
          RoomSettings.class,
          HistorySettings.class,
          FileSettings.class,
          GatewaySettings.class,
          StandaloneSettings.class);

  /** Read by the launcher script, not by a process. */
  private static final List<String> OUTSIDE =
      List.of(FILE, "TERTULIA_LOG_LEVEL", "TERTULIA_JAVA_HOME", "TERTULIA_JAVA_OPTS");

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /** From this process's environment and the file it names. */
  public static Settings ofEnvironment() {
    return of(System.getenv());
  }

  /** From a map that stands for the environment. */
  public static Settings of(Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    if (environment.containsKey(FILE)) {
      values.putAll(file(Path.of(environment.get(FILE))));
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            values.put(name, value);
          }
        });
    refuseUnknown(values);
    return new Settings(values);
  }

  /** The same settings with some replaced: how the composition root fills in what it started. */
  public Settings with(Map<String, String> others) {
    var all = new TreeMap<>(values);
    all.putAll(others);
    refuseUnknown(all);
    return new Settings(all);
  }

  /** Whether the operator has given this one a value. */
  public boolean isSet(String name) {
    return !values.getOrDefault(name, "").isBlank();
  }

  /** The same settings with these where nothing is set: another kind of process, other defaults. */
  public Settings withDefaults(Map<String, String> defaults) {
    var all = new TreeMap<>(defaults);
    all.putAll(values);
    refuseUnknown(all);
    return new Settings(all);
  }

  private static Map<String, String> file(Path path) {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(path)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadSetting(FILE, "names a file that cannot be read: " + path);
    }
    var values = new TreeMap<String, String>();
    properties.forEach((k, v) -> values.put(k.toString(), v.toString()));
    return values;
  }

  private static void refuseUnknown(Map<String, String> values) {
    var known = new ArrayList<>(OUTSIDE);
    ALL.forEach(type -> known.addAll(names(type)));
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new BadSetting(name, "is not a setting of Tertulia");
      }
    }
  }

  private static List<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(c -> c.getAnnotation(Setting.class).name())
        .toList();
  }

  /** Reads one record; its constructor may refuse combinations with {@link BadSetting}. */
  public <T extends Record> T read(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    var arguments = new Object[components.length];
    var types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      arguments[i] = value(components[i]);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof BadSetting bad) {
        throw bad;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object value(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    String given = values.get(setting.name());
    if (given == null || given.isBlank()) {
      if (setting.fallback().equals(Setting.REQUIRED)) {
        throw new BadSetting(setting.name(), "is required: " + setting.doc());
      }
      given = setting.fallback();
    }
    try {
      return parse(given.strip(), component.getType());
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new BadSetting(setting.name(), "must be " + expected(component.getType()));
    }
  }

  private static Object parse(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    } else if (type == int.class) {
      return Integer.parseInt(text);
    } else if (type == long.class) {
      return Long.parseLong(text);
    } else if (type == boolean.class) {
      return yes(text);
    } else if (type == Secret.class) {
      return new Secret(text);
    } else if (type == Path.class) {
      return Path.of(text);
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == List.class) {
      return text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*"));
    }
    throw new IllegalStateException("no parser for settings of " + type);
  }

  private static boolean yes(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Duration duration(String text) {
    if (text.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    }
    return Duration.parse("PT" + text);
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "a whole number";
    } else if (type == boolean.class) {
      return "true or false";
    } else if (type == Duration.class) {
      return "a time like 500ms, 30s, 15m or 2h";
    }
    return "a valid " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Name to documentation and default, in order, for {@code --help} and the example file. */
  public static Map<String, Setting> describe(Class<? extends Record> type) {
    var all = new LinkedHashMap<String, Setting>();
    for (RecordComponent each : type.getRecordComponents()) {
      Setting setting = each.getAnnotation(Setting.class);
      all.put(setting.name(), setting);
    }
    return all;
  }

  /** Logs the effective values once; secrets are stars. */
  public static void log(Record settings) {
    LOG.info("settings {}", settings);
  }
}
