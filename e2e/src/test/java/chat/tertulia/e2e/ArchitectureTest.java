package chat.tertulia.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.eventbus.EventBusOptions;

/** Which part may know which: what the structure of the platform promises its readers. */
@AnalyzeClasses(
    packages = "chat.tertulia",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {
  private static final String AUTH = "chat.tertulia.auth..";
  private static final String ROOMS = "chat.tertulia.rooms..";
  private static final String HISTORY = "chat.tertulia.history..";
  private static final String GATEWAY = "chat.tertulia.gateway..";
  private static final String[] SQL = {
    "io.vertx.sqlclient..",
    "io.vertx.pgclient..",
    "org.postgresql..",
    "java.sql..",
    "org.flywaydb..",
    "chat.tertulia.shared.sql.."
  };

  @ArchTest
  static final ArchRule domainKnowsNoDatabase =
      noClasses()
          .that()
          .resideInAPackage("chat.tertulia..domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SQL);

  @ArchTest
  static final ArchRule domainKnowsNeitherWebNorBus =
      noClasses()
          .that()
          .resideInAPackage("chat.tertulia..domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.ext.web..",
              "io.vertx.core.http..",
              "io.vertx.core.eventbus..",
              "chat.tertulia.shared.bus..",
              "chat.tertulia.shared.http..",
              "chat.tertulia.shared.runtime..");

  @ArchTest
  static final ArchRule domainOwnsItsPorts =
      noClasses()
          .that()
          .resideInAPackage("chat.tertulia..domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("chat.tertulia..api..", "chat.tertulia..store..");

  @ArchTest
  static final ArchRule handlersDoNotReachPastTheDomain =
      noClasses()
          .that()
          .resideInAPackage("chat.tertulia..api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("chat.tertulia..store..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(SQL);

  @ArchTest
  static final ArchRule storesDoNotAnswer =
      noClasses()
          .that()
          .resideInAPackage("chat.tertulia..store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("chat.tertulia..api..", "io.vertx.ext.web..");

  @ArchTest
  static final ArchRule packagesDependInOneDirection =
      slices().matching("chat.tertulia.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule authStandsAlone = alone(AUTH, ROOMS, HISTORY, GATEWAY);

  @ArchTest static final ArchRule roomsStandAlone = alone(ROOMS, AUTH, HISTORY, GATEWAY);

  @ArchTest static final ArchRule historyStandsAlone = alone(HISTORY, AUTH, ROOMS, GATEWAY);

  @ArchTest static final ArchRule gatewayStandsAlone = alone(GATEWAY, AUTH, ROOMS, HISTORY);

  @ArchTest
  static final ArchRule sharedKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("chat.tertulia.shared..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              AUTH,
              ROOMS,
              HISTORY,
              GATEWAY,
              "chat.tertulia.embedded..",
              "chat.tertulia.standalone..");

  @ArchTest
  static final ArchRule gatewayTouchesNoDatabase =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SQL);

  @ArchTest
  static final ArchRule servicesTouchNoSockets =
      noClasses()
          .that()
          .resideInAnyPackage(AUTH, ROOMS, HISTORY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.ext.web.handler.sockjs..", "io.vertx.redis..");

  @ArchTest
  static final ArchRule oneClassTouchesTheEventBus =
      noClasses()
          .that(not(resideInAnyPackage("chat.tertulia.shared.bus..", "chat.tertulia.testkit..")))
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.vertx.core.eventbus..").and(not(type(EventBusOptions.class))));

  @ArchTest
  static final ArchRule nothingThatRunsNeedsTheTestkit =
      noClasses()
          .that(not(resideInAnyPackage("chat.tertulia.testkit..", "chat.tertulia.bench..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("chat.tertulia.testkit..", "org.junit..");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      classes()
          .should()
          .haveNameNotMatching(
              ".*[.$](\\w*(Manager|Helper|Utils?|Impl|Data|Info)|(Abstract|Base)[A-Z]\\w*)");

  private static ArchRule alone(String one, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(one)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }
}
