package chat.tertulia.history.domain;

import chat.tertulia.history.domain.Surroundings.Asked;
import chat.tertulia.history.domain.Surroundings.Found;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds out whom a text names and whether what it refers to exists. */
public final class Wording {
  private final Surroundings surroundings;

  public Wording(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What a text says beside its words.
   *
   * @param people whom it names
   * @param audience {@code room} or {@code here} where it calls everybody; else null
   * @param told who is to be told
   */
  record Meaning(List<Person> people, String audience, Set<UserId> told) {
    static final Meaning PLAIN = new Meaning(List.of(), null, Set.of());

    /** Adds the fields of the frame. */
    void writeTo(ObjectNode fields) {
      var list = fields.putArray("mentions");
      people.forEach(p -> list.addObject().put("id", p.id().value()).put("name", p.name()));
      if (audience != null) {
        fields.put("audience", audience);
      }
    }
  }

  /** Whether a text refers to nothing, so that nothing has to be asked. */
  static boolean isPlain(String content, Long replyTo, Long thread) {
    return replyTo == null && thread == null && content.indexOf('@') < 0;
  }

  /** Fails with a {@link Problem} that names the field when what it refers to does not exist. */
  Future<Meaning> of(RoomId room, UserId actor, String content, Long replyTo, Long thread) {
    Naming naming = Naming.of(content);
    if (naming.isNobody() && replyTo == null && thread == null) {
      return Future.succeededFuture(Meaning.PLAIN);
    }
    boolean all = naming.audience() != null;
    return surroundings
        .find(new Asked(room, actor, naming.names(), replyTo, thread, all))
        // Whoever is not in the room hears so from the append.
        .map(found -> found.map(f -> meaning(naming, actor, f)).orElse(Meaning.PLAIN));
  }

  private static Meaning meaning(Naming naming, UserId actor, Found found) {
    if (!found.hasReplyTo()) {
      throw Problem.field("replyTo", "must be the number of a message in this room");
    }
    if (!found.hasThread()) {
      throw Problem.field("thread", "must be the number of a message outside threads");
    }
    List<Person> people =
        naming.who(byName(found.people())).stream().limit(Surroundings.MAX_NAMED).toList();
    String audience = found.mayCallAll() ? naming.audience() : null;
    var told = new LinkedHashSet<UserId>();
    people.forEach(p -> told.add(p.id()));
    if (audience != null) {
      told.addAll(found.everybody());
    }
    told.remove(actor);
    return new Meaning(people, audience, told);
  }

  private static Map<String, Collection<Person>> byName(List<Person> people) {
    var byName = new HashMap<String, Collection<Person>>();
    for (Person each : people) {
      for (String name : List.of(each.name().toLowerCase(Locale.ROOT), each.id().value())) {
        byName.computeIfAbsent(name, n -> new ArrayList<>()).add(each);
      }
    }
    return byName;
  }
}
