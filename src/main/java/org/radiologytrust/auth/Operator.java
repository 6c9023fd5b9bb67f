package org.radiologytrust.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The first user, {@code operator}. Its password comes from the environment; without one, the first
 * start generates a password and stores it in the file {@code operator-password}, which only the
 * owner can read. Every start writes the hash of the current password to the users file.
 */
public final class Operator {
  public static final String NAME = "operator";

  private final String password;
  private final @Nullable Path passwordFile;

  private Operator(String password, @Nullable Path passwordFile) {
    this.password = password;
    this.passwordFile = passwordFile;
  }

  /**
   * Creates or updates the user.
   *
   * @param home {@code rtl.home}
   * @param given value of RTL_OPERATOR_PASSWORD, if set
   * @throws IllegalArgumentException when the password is too short, too long or not printable
   * @throws IOException when a file of the folder cannot be read or written
   */
  public static Operator in(Path home, @Nullable String given) throws IOException {
    Path file = null;
    String password = given;
    if (password == null || password.isEmpty()) {
      file = home.resolve("operator-password");
      if (Files.notExists(file)) {
        OwnerOnlyFile.write(file, Passwords.random() + "\n");
      }
      password = Files.readString(file).strip();
    }
    Passwords.checked(
        password, file == null ? "RTL_OPERATOR_PASSWORD" : "the content of operator-password");
    UsersFile users = UsersFile.in(home);
    Account known = users.read().get(NAME);
    if (known == null
        || known.role() != Role.OPERATOR
        || !Passwords.verify(known.hash(), password)) {
      users.put(new Account(NAME, Role.OPERATOR, Passwords.hash(password)));
    }
    // earlier versions stored the password itself here
    Files.deleteIfExists(home.resolve("users.properties"));
    return new Operator(password, file);
  }

  public String password() {
    return password;
  }

  /** The file with the generated password; {@code null} when the environment gave the password. */
  public @Nullable Path passwordFile() {
    return passwordFile;
  }
}
