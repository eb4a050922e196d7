package chat.tertulia.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;

/** The secret as an operator would fill in the example. */
final class Secrets {
  private static final JsonNode EXAMPLE =
      Yaml.document(Installation.K8S.resolve("base/secret.example.yaml"));

  private Secrets() {}

  static JsonNode example() {
    return EXAMPLE;
  }

  static String value(JsonNode reference) {
    String name = reference.path("name").asText();
    JsonNode value = EXAMPLE.path("stringData").path(reference.path("key").asText());
    if (!name.equals(Kustomization.name(EXAMPLE)) || !value.isTextual()) {
      throw new AssertionError("the example of the secret has no " + reference);
    }
    return value.asText().isEmpty() ? "twenty random letters" : value.asText();
  }
}
