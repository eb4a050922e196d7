package chat.tertulia.shared.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One setting: its name in the environment, what it means, and its default. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** Name in the environment, {@code TERTULIA_…}; also its key in the settings file. */
  String name();

  /** What it means, with its unit, for {@code --help} and the example file. */
  String doc();

  /** Default as text; {@link #REQUIRED} when there is none. */
  String fallback() default REQUIRED;

  String REQUIRED = "\0";
}
