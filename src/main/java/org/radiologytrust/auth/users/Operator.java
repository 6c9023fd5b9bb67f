package org.radiologytrust.auth.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first user, {@code operator}. Its password comes from the environment; without one, the first
 * start generates a password and stores it in the file {@code operator-password}, which only the
 * owner can read.
 *
 * @param password empty when only its hash is known here
 * @param passwordFile the file with the generated password, if it is here
 */
public record Operator(Optional<String> password, Optional<Path> passwordFile) {
  public static final String NAME = "operator";

  /** Random bytes of a new password. */
  private static final int PASSWORD_BYTES = 18;

  private static final String VARIABLE = "RTL_OPERATOR_PASSWORD";
  private static final String CONTENT = "the content of operator-password";

  /**
   * Creates or updates the user in the users file of {@code rtl.home}. The password that is set in
   * the environment, or else the one in the file, is always the user's.
   *
   * @param home {@code rtl.home}
   * @param given value of RTL_OPERATOR_PASSWORD, if set
   * @throws IllegalArgumentException when the password is too short, too long or not printable
   * @throws IOException when a file of the folder cannot be read or written
   */
  public static Operator in(Path home, @Nullable String given) throws IOException {
    return in(home, given, Passwords.ITERATIONS);
  }

  static Operator in(Path home, @Nullable String given, int iterations) throws IOException {
    // earlier versions stored the password itself here
    Files.deleteIfExists(home.resolve("users.properties"));
    UsersFile users = UsersFile.in(home);
    if (given != null && !given.isEmpty()) {
      return given(users, given, iterations);
    }
    Path file = file(home);
    if (Files.notExists(file)) {
      OwnerOnlyFile.write(file, RandomText.of(PASSWORD_BYTES) + "\n");
    }
    String password = Files.readString(file).strip();
    set(users, Passwords.checked(password, CONTENT), iterations);
    return new Operator(Optional.of(password), Optional.of(file));
  }

  /**
   * Creates or updates the user of all nodes. The password that is set in the environment becomes
   * the user's. Without one, the user's password stays, and the very first node generates one.
   *
   * @param home {@code rtl.home} of this node
   * @param given value of RTL_OPERATOR_PASSWORD, if set
   * @throws IllegalArgumentException when the password is too short, too long or not printable
   * @throws IOException when a file of the folder cannot be read or written
   */
  public static Operator in(UsersTable users, Path home, @Nullable String given)
      throws IOException {
    if (given != null && !given.isEmpty()) {
      return given(users, given, Passwords.ITERATIONS);
    }
    Path file = file(home);
    if (!users.read().containsKey(NAME)) {
      boolean made = Files.notExists(file);
      if (made) {
        // before the user: no password may be lost by a crash between the two
        OwnerOnlyFile.write(file, RandomText.of(PASSWORD_BYTES) + "\n");
      }
      String password = Passwords.checked(Files.readString(file).strip(), CONTENT);
      boolean first = users.add(new Account(NAME, Role.OPERATOR, Passwords.hash(password)));
      if (made && !first) {
        // another node was faster
        Files.delete(file);
      }
    }
    Account account = users.read().get(NAME);
    String password = Files.exists(file) ? Files.readString(file).strip() : "";
    return account != null && Passwords.verify(account.hash(), password)
        ? new Operator(Optional.of(password), Optional.of(file))
        : new Operator(Optional.empty(), Optional.empty());
  }

  private static Path file(Path home) {
    return home.resolve("operator-password");
  }

  private static Operator given(UserStore users, String password, int iterations)
      throws IOException {
    set(users, Passwords.checked(password, VARIABLE), iterations);
    return new Operator(Optional.of(password), Optional.empty());
  }

  private static void set(UserStore users, String password, int iterations) throws IOException {
    Account known = users.read().get(NAME);
    if (known == null
        || known.role() != Role.OPERATOR
        || !Passwords.verify(known.hash(), password)) {
      users.put(new Account(NAME, Role.OPERATOR, Passwords.hash(password, iterations)));
    }
  }

  /** Withholds the password. */
  @Override
  public String toString() {
    return NAME;
  }
}
