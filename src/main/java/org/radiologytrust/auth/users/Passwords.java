package org.radiologytrust.auth.users;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Which names and passwords are valid, and how passwords are hashed. */
public final class Passwords {
  /** For PBKDF2 with HMAC-SHA-512, as OWASP recommends; each hash records its own number. */
  static final int ITERATIONS = 210_000;

  private static final int SALT_BYTES = 16;
  private static final int LEAST = 8;
  private static final int MOST = 200;
  private static final int LONGEST_NAME = 100;
  private static final int HASH_BYTES = 64;
  private static final String KIND = "$pbkdf2-sha512$";
  private static final Pattern HASH =
      Pattern.compile("\\$pbkdf2-sha512\\$[1-9]\\d{3,6}\\$[\\w-]{22}\\$[\\w-]{86}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Compared with the password of an unknown name, so that the answer takes as long. */
  public static final String NOBODY = text(ITERATIONS, new byte[SALT_BYTES], new byte[HASH_BYTES]);

  private Passwords() {}

  /** NFC: different keyboards may send the same letters as different code points. */
  public static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /**
   * @return the name in NFC
   * @throws IllegalArgumentException when the name is invalid; the message does not contain it
   */
  static String checkedName(String name) {
    String normal = normal(name);
    if (normal.isEmpty()
        || normal.codePointCount(0, normal.length()) > LONGEST_NAME
        || !normal.equals(normal.strip())
        || normal.indexOf(':') >= 0
        || !normal.codePoints().allMatch(c -> printable(c) && visible(c))) {
      throw new IllegalArgumentException(
          "a user's name must be 1 to "
              + LONGEST_NAME
              + " printable characters, none of them a colon, and no blank at an end");
    }
    return normal;
  }

  /**
   * @param fullName empty for none
   * @return the name in NFC
   * @throws IllegalArgumentException when it is invalid; the message does not contain it
   */
  static String checkedFullName(String fullName) {
    return fullName.isEmpty() ? "" : checkedName(fullName);
  }

  /**
   * @param what how the message calls the password
   * @return the password in NFC
   * @throws IllegalArgumentException when it is too short, too long or not printable
   */
  static String checked(String password, String what) {
    String normal = normal(password);
    int length = normal.codePointCount(0, normal.length());
    if (length < LEAST || length > MOST || !normal.codePoints().allMatch(Passwords::printable)) {
      throw new IllegalArgumentException(
          what + " must be " + LEAST + " to " + MOST + " printable characters");
    }
    return normal;
  }

  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static boolean visible(int c) {
    return Character.getType(c) != Character.FORMAT;
  }

  /** Hashes with a new salt, as {@code $pbkdf2-sha512$iterations$salt$hash}. Slow on purpose. */
  static String hash(String password) {
    return hash(password, ITERATIONS);
  }

  static String hash(String password, int iterations) {
    byte[] salt = random(SALT_BYTES);
    return text(iterations, salt, derived(password, iterations, salt));
  }

  private static String text(int iterations, byte[] salt, byte[] hash) {
    return KIND + iterations + "$" + text(salt) + "$" + text(hash);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] derived(String password, int iterations, byte[] salt) {
    PBEKeySpec spec =
        new PBEKeySpec(normal(password).toCharArray(), salt, iterations, HASH_BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** Whether {@link #verify} understands this hash. */
  static boolean isHash(String hash) {
    return HASH.matcher(hash).matches();
  }

  /** Takes as long as {@link #hash}, for a correct and for a wrong password. */
  public static boolean verify(String hash, String password) {
    String[] parts = hash.substring(KIND.length()).split("\\$");
    Base64.Decoder decoder = Base64.getUrlDecoder();
    return MessageDigest.isEqual(
        decoder.decode(parts[2]),
        derived(password, Integer.parseInt(parts[0]), decoder.decode(parts[1])));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
