package org.radiologytrust.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first user: name {@code operator}, password from the environment, else one that is made once
 * and kept in {@code operator-password}, for the owner of the folder alone. Every start gives the
 * user the password that then holds; the users file has its hash.
 */
public final class Operator {
  public static final String NAME = "operator";

  private final String password;
  private final Path passwordFile;

  private Operator(String password, Path passwordFile) {
    this.password = password;
    this.passwordFile = passwordFile;
  }

  /**
   * @param home {@code rtl.home}
   * @param given value of RTL_OPERATOR_PASSWORD, or {@code null}
   * @throws IllegalArgumentException when the password cannot be used; says why
   */
  public static Operator in(Path home, String given) throws IOException {
    Path file = null;
    String password = given;
    if (password == null || password.isEmpty()) {
      file = home.resolve("operator-password");
      if (Files.notExists(file)) {
        OwnFile.write(file, Passwords.random() + "\n");
      }
      password = Files.readString(file).strip();
    }
    Passwords.checked(
        password, file == null ? "RTL_OPERATOR_PASSWORD" : "what is in operator-password");
    UsersFile users = UsersFile.in(home);
    Account known = users.read().get(NAME);
    if (known == null
        || known.role() != Role.OPERATOR
        || !Passwords.verify(known.hash(), password)) {
      users.put(new Account(NAME, Role.OPERATOR, Passwords.hash(password)));
    }
    // where earlier versions had the password itself
    Files.deleteIfExists(home.resolve("users.properties"));
    return new Operator(password, file);
  }

  public String password() {
    return password;
  }

  /** Where a password that was made is kept; {@code null} when it was given. */
  public Path passwordFile() {
    return passwordFile;
  }
}
