package org.radiologytrust.auth.users;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords, sessions and links that nobody can guess. */
public final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** So many random bytes, in the letters of base64 that need no escape in an address. */
  public static String of(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
