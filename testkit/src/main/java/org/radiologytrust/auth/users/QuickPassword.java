package org.radiologytrust.auth.users;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Passwords hashed in a thousand rounds. Those of the product take a second of a test, at each hash
 * and at each first log-in.
 */
public final class QuickPassword {
  private static final int ROUNDS = 1000;
  private static final byte[] SALT = new byte[16];
  private static final int HASH_BITS = 512;

  private QuickPassword() {}

  /**
   * A user to put into a store.
   *
   * @param password in NFC
   */
  public static Account account(String name, Role role, String password) {
    return new Account(name, role, hash(password));
  }

  /** The hash as {@link Passwords#hash} writes it. */
  public static String hash(String password) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), SALT, ROUNDS, HASH_BITS);
    try {
      byte[] hash =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
      Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
      return "$pbkdf2-sha512$%d$%s$%s"
          .formatted(ROUNDS, text.encodeToString(SALT), text.encodeToString(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    }
  }
}
