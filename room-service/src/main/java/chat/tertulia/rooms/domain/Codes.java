package chat.tertulia.rooms.domain;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/** Codes that let people in: short ones of instant rooms, long ones of invitations. */
public final class Codes {
  /** Without 0 O, 1 I L: what is read aloud is typed right. */
  public static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

  public static final int INSTANT_CHARS = 4;

  /** 99 random bits. */
  public static final int INVITE_CHARS = 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Codes() {}

  public static String instant() {
    return random(INSTANT_CHARS);
  }

  public static String invite() {
    return random(INVITE_CHARS);
  }

  private static String random(int length) {
    var code = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  /** What the code a person typed lets them do; empty when it can be no code at all. */
  public static Optional<Admission> read(String typed) {
    String code = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
    if (!code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
      return Optional.empty();
    }
    return switch (code.length()) {
      case INSTANT_CHARS -> Optional.of(new Admission.ByCode(code));
      case INVITE_CHARS -> Optional.of(new Admission.ByInvite(code));
      default -> Optional.empty();
    };
  }
}
