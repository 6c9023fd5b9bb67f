package org.radiologytrust.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The first user: name {@code operator}, password from the environment, else one that is made once
 * and kept in {@code operator-password}, for the owner of the folder alone.
 */
public final class Operator {
  public static final String NAME = "operator";
  private static final int RANDOM_BYTES = 18;

  private final String password;
  private final Path passwordFile;
  private final Path usersFile;

  private Operator(String password, Path passwordFile, Path usersFile) {
    this.password = password;
    this.passwordFile = passwordFile;
    this.usersFile = usersFile;
  }

  /**
   * @param home {@code rtl.home}
   * @param given value of RTL_OPERATOR_PASSWORD, or {@code null}
   */
  public static Operator in(Path home, String given) throws IOException {
    Path file = home.resolve("operator-password");
    String password = given;
    if (password == null || password.isEmpty()) {
      if (Files.notExists(file)) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
      }
      password = Files.readString(file).strip();
    } else {
      file = null;
    }
    Path users = home.resolve("users.properties");
    write(users, "user." + NAME + "=" + checked(password) + ",operator\nrole.operator=*\n");
    return new Operator(password, file, users);
  }

  /**
   * The HTTP server's login reads the file and the request by rules of its own: plain ASCII only.
   */
  private static String checked(String password) {
    if (!password.matches("[!-~&&[^,\\\\]]{8,200}")) {
      throw new IllegalArgumentException(
          "RTL_OPERATOR_PASSWORD must be 8 to 200 printable ASCII characters, none of them a blank,"
              + " a comma or a backslash");
    }
    return password;
  }

  private static void write(Path file, String content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, content.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
    Files.move(
        fresh,
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  public String password() {
    return password;
  }

  /** Where a password that was made is kept; {@code null} when it was given. */
  public Path passwordFile() {
    return passwordFile;
  }

  /** The file that the HTTP servers check logins against. */
  public Path usersFile() {
    return usersFile;
  }
}
