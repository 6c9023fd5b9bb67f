package org.radiologytrust.auth.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.launch.CapturedLog;

/** The users file, the hashes in it, and the first user. */
class UsersFileTest {
  private static final String PASSWORD = "Größe: 日本 😀, \\ = #1";

  /** Iterations of a hash: those of the product take a second. */
  private static final int FEW = 1000;

  @TempDir Path home;
  private UsersFile file;

  @BeforeEach
  void open() {
    file = UsersFile.in(home);
  }

  private String text() throws IOException {
    return Files.readString(home.resolve("users"));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void keepsNamesRolesAndHashesForItsOwnerAlone() throws Exception {
    assertTrue(file.read().isEmpty());
    assertTrue(file.put("Jürgen Grün 李", Role.VIEWER, PASSWORD));
    assertTrue(file.put("anna", Role.REVIEWER, "password"));
    Map<String, Account> users = file.read();
    assertEquals(List.of("Jürgen Grün 李", "anna"), List.copyOf(users.keySet()));
    assertEquals(Role.VIEWER, users.get("Jürgen Grün 李").role());
    assertTrue(Passwords.verify(users.get("Jürgen Grün 李").hash(), PASSWORD));
    assertFalse(Passwords.verify(users.get("anna").hash(), PASSWORD));
    assertFalse(text().contains(PASSWORD));
    assertFalse(text().contains("password"));
    assertTrue(text().contains("\nanna:reviewer:$pbkdf2-sha512$210000$"), text());
    assertEquals("rw-------", mode(home.resolve("users")));
    assertEquals("rw-------", mode(home.resolve("users.lock")));

    assertFalse(file.put("anna", Role.OPERATOR, "another one"));
    assertEquals(Role.OPERATOR, file.read().get("anna").role());
    assertTrue(file.remove("anna"));
    assertFalse(file.remove("anna"));
    assertEquals(1, file.read().size());
  }

  @Test
  void aFullNameStaysWhenRoleAndPasswordChange() throws Exception {
    file.put("jdoe", Role.VIEWER, PASSWORD, "Jane Doe");
    assertEquals("Jane Doe", file.read().get("jdoe").fullName());
    assertTrue(text().endsWith(":Jane Doe\n"), text());
    assertFalse(file.put("jdoe", Role.REVIEWER, "another one"));
    assertEquals("Jane Doe", file.read().get("jdoe").fullName());
    assertEquals(Role.REVIEWER, file.read().get("jdoe").role());
    assertTrue(file.name("jdoe", ""));
    assertEquals("", file.read().get("jdoe").fullName());
    assertFalse(text().endsWith(":\n"), text());
    assertFalse(file.name("nobody", "Jane Doe"));
    assertEquals(1, file.read().size());
    assertThrows(
        IllegalArgumentException.class, () -> file.put("new", Role.VIEWER, PASSWORD, "a:b"));
    assertEquals(1, file.read().size(), "nothing is stored of a change that is refused");
  }

  @Test
  void aPasswordIsHashedWithASaltOfItsOwn() {
    String one = Passwords.hash(PASSWORD, FEW);
    String other = Passwords.hash(PASSWORD, FEW);
    assertNotEquals(one, other);
    for (String hash : List.of(one, other)) {
      assertTrue(Passwords.isHash(hash), hash);
      assertTrue(Passwords.verify(hash, PASSWORD));
      assertFalse(Passwords.verify(hash, PASSWORD + " "));
      assertFalse(Passwords.verify(hash, ""));
    }
    // ö as one code point, and as o with dots
    assertTrue(Passwords.verify(Passwords.hash("sch\u00f6n und gut", FEW), "scho\u0308n und gut"));
    assertTrue(Passwords.isHash(Passwords.NOBODY));
    assertFalse(Passwords.verify(Passwords.NOBODY, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a:b", " a", "a ", "a\nb", "a\u0000", "a\u200bb", "a\u2028b", "\ud800"})
  void aNameThatDoesNotFitIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> file.put(name, Role.VIEWER, "password"));
    assertThrows(
        IllegalArgumentException.class, () -> file.put("n".repeat(101), Role.VIEWER, "password"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seven77", "password\n", "pass\tword", "password\u0000"})
  void aPasswordThatDoesNotFitIsRefusedAndNotShown(String password) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> file.put("anna", Role.VIEWER, password));
    assertEquals("a password must be 8 to 200 printable characters", e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> file.put("anna", Role.VIEWER, "p".repeat(201)));
  }

  static Stream<String> broken() {
    String hash = Passwords.NOBODY;
    return Stream.of(
        "canary",
        "canary:viewer",
        "canary:viewer:",
        "canary:viewer:canarypassword",
        "canary:admin:" + hash,
        "canary:VIEWER:" + hash,
        ":viewer:" + hash,
        " canary:viewer:" + hash,
        "canary:viewer:" + hash + ":",
        "canary:viewer:" + hash.replace("210000", "0"),
        "canary:viewer:" + hash.replace("210000", "99999999"),
        "canary:viewer:" + hash.replace("$210000$", "$"));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("broken")
  void aBrokenLineIsNamedAndNotQuoted(String line) throws Exception {
    Files.writeString(
        home.resolve("users"), "# head\n\nx:viewer:" + Passwords.NOBODY + "\n" + line);
    IOException e = assertThrows(IOException.class, file::read);
    assertTrue(e.getMessage().startsWith("line 4 of the file users"), e.getMessage());
    assertFalse(e.getMessage().contains("canary"), e.getMessage());
    // a command does not make it worse
    String before = text();
    Account anna = new Account("anna", Role.VIEWER, Passwords.NOBODY);
    assertThrows(IOException.class, () -> file.put(anna));
    assertEquals(before, text());
  }

  @Test
  void twoLinesForOneUserAndOtherBytesThanUtf8AreBroken() throws Exception {
    String line = "anna:viewer:" + Passwords.NOBODY + "\n";
    Files.writeString(home.resolve("users"), line + line);
    assertTrue(assertThrows(IOException.class, file::read).getMessage().startsWith("line 2"));
    Files.write(home.resolve("users"), "Jürgen".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "the file users is not UTF-8", assertThrows(IOException.class, file::read).getMessage());
  }

  @Test
  void nothingIsLostWhereSeveralChangeIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 40; i++) {
      Account account = new Account("user " + i, Role.VIEWER, Passwords.NOBODY);
      UsersFile own = UsersFile.in(home);
      threads.submit(() -> own.put(account));
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    assertEquals(40, file.read().size());
  }

  @Test
  void aChangeCountsAtOnceAndABrokenFileDoesNot() throws Exception {
    file.put(new Account("anna", Role.VIEWER, Passwords.NOBODY));
    Users users = new FileUsers(file);
    assertEquals(Role.VIEWER, users.find("anna").orElseThrow().role());
    file.put(new Account("anna", Role.OPERATOR, Passwords.NOBODY));
    file.put(new Account("ju\u0308rgen", Role.VIEWER, Passwords.NOBODY));
    assertEquals(Role.OPERATOR, users.find("anna").orElseThrow().role());
    // typed as one code point or as two
    assertTrue(users.find("j\u00fcrgen").isPresent());
    assertTrue(users.find("ju\u0308rgen").isPresent());
    try (CapturedLog log = new CapturedLog("org.radiologytrust.auth")) {
      Files.writeString(home.resolve("users"), "canary:operator:canarypassword\n");
      for (int i = 0; i < 3; i++) {
        assertEquals(Role.OPERATOR, users.find("anna").orElseThrow().role());
      }
      assertEquals(
          List.of(
              "The users file was not reloaded, the earlier users stay valid: line 1 of the file users is not name:role:hash"),
          log.lines(Level.ERROR));
      Files.delete(home.resolve("users"));
      assertTrue(users.find("anna").isPresent());
      assertEquals(2, log.lines(Level.ERROR).size());
      assertTrue(log.lines().stream().noneMatch(l -> l.contains("canary")), log.lines()::toString);
    }
    file.put(new Account("berta", Role.VIEWER, Passwords.NOBODY));
    assertTrue(users.find("anna").isEmpty());
    assertTrue(users.find("berta").isPresent());
  }

  @Test
  void theFirstOperatorsPasswordIsGivenOrMadeOnce() throws Exception {
    Operator made = Operator.in(home, null, FEW);
    assertEquals(home.resolve("operator-password"), made.passwordFile().orElseThrow());
    assertEquals("rw-------", mode(made.passwordFile().orElseThrow()));
    assertEquals(24, made.password().orElseThrow().length());
    assertOperator(made.password().orElseThrow());
    String hash = file.read().get("operator").hash();
    assertEquals(made.password(), Operator.in(home, "", FEW).password(), "made once");
    assertEquals(hash, file.read().get("operator").hash());

    assertEquals(Optional.empty(), Operator.in(home, PASSWORD, FEW).passwordFile());
    assertOperator(PASSWORD);
    assertFalse(
        Passwords.verify(file.read().get("operator").hash(), made.password().orElseThrow()));
    Operator.in(home, "another one", FEW);
    assertOperator("another one");
    assertEquals(made.password(), Operator.in(home, null, FEW).password());
    assertOperator(made.password().orElseThrow());
  }

  private void assertOperator(String password) throws IOException {
    Account account = file.read().get("operator");
    assertEquals(Role.OPERATOR, account.role());
    assertTrue(Passwords.verify(account.hash(), password));
  }

  @Test
  void noPlainPasswordIsInAnyOtherFile() throws Exception {
    Files.writeString(home.resolve("users.properties"), "user.operator=" + PASSWORD + ",operator");
    file.put("anna", Role.VIEWER, PASSWORD);
    Operator.in(home, PASSWORD, FEW);
    try (Stream<Path> files = Files.list(home)) {
      for (Path f : files.toList()) {
        assertFalse(Files.readString(f).contains(PASSWORD), f.toString());
      }
    }
    assertEquals(2, file.read().size(), "others stay");
  }

  @Test
  void aPasswordOfTheOperatorThatDoesNotFitIsToldInOneLine() {
    assertEquals(
        "RTL_OPERATOR_PASSWORD must be 8 to 200 printable characters",
        assertThrows(IllegalArgumentException.class, () -> Operator.in(home, "short"))
            .getMessage());
  }
}
