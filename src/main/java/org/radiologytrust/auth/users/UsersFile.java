package org.radiologytrust.auth.users;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The file {@code users} in {@code rtl.home}: one line {@code name:role:hash} for each user, in
 * UTF-8, with {@code :full name} behind it if the user has one. Empty lines and lines that begin
 * with {@code #} are ignored.
 */
public final class UsersFile implements UserStore {
  private static final String HEAD =
      "# name:role:hash:full name. Written by rtl user; read again when changed.\n";

  private final Path file;

  /** A change of the users. */
  private interface Change {
    void of(Map<String, Account> users);
  }

  private UsersFile(Path file) {
    this.file = file;
  }

  /**
   * @param home {@code rtl.home}, an existing folder
   */
  public static UsersFile in(Path home) {
    return new UsersFile(home.resolve("users"));
  }

  Path path() {
    return file;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException when the file cannot be read or a line is invalid; the message names the
   *     line and quotes nothing of it
   */
  @Override
  public Map<String, Account> read() throws IOException {
    Map<String, Account> users = new TreeMap<>();
    if (Files.notExists(file)) {
      return users;
    }
    int number = 0;
    try {
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          Account account = account(line, number);
          if (users.put(account.name(), account) != null) {
            throw new IOException(
                where(number) + " names a user that an earlier line names already");
          }
        }
      }
    } catch (CharacterCodingException e) {
      throw new IOException("the file users is not UTF-8");
    }
    return users;
  }

  private static Account account(String line, int number) throws IOException {
    String[] parts = line.split(":", 4);
    Optional<Role> role = parts.length >= 3 ? Role.of(parts[1]) : Optional.empty();
    if (role.isEmpty() || !Passwords.isHash(parts[2])) {
      throw new IOException(where(number) + " is not name:role:hash");
    }
    try {
      String fullName = parts.length == 4 ? Passwords.checkedName(parts[3]) : "";
      return new Account(Passwords.checkedName(parts[0]), role.get(), parts[2], fullName);
    } catch (IllegalArgumentException e) {
      throw new IOException(where(number) + ": " + e.getMessage());
    }
  }

  private static String where(int line) {
    return "line " + line + " of the file users";
  }

  @Override
  public boolean put(Account account) throws IOException {
    return change(
            users ->
                users.merge(account.name(), account, (old, fresh) -> fresh.named(old.fullName())))
        == 1;
  }

  @Override
  public boolean name(String name, String fullName) throws IOException {
    String checked = Passwords.checkedFullName(fullName);
    AtomicBoolean known = new AtomicBoolean();
    change(
        users ->
            known.set(
                users.computeIfPresent(
                        Passwords.normal(name), (key, account) -> account.named(checked))
                    != null));
    return known.get();
  }

  @Override
  public boolean remove(String name) throws IOException {
    return change(users -> users.remove(Passwords.normal(name))) == -1;
  }

  /** Locks out other processes. Returns by how much the number of users grew. */
  private int change(Change change) throws IOException {
    synchronized (UsersFile.class) {
      try (FileChannel channel =
              FileChannel.open(
                  file.resolveSibling("users.lock"),
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  OwnerOnlyFile.mode());
          FileLock lock = channel.lock()) {
        Map<String, Account> users = read();
        int before = users.size();
        change.of(users);
        OwnerOnlyFile.write(file, text(users.values()));
        return users.size() - before;
      }
    }
  }

  private static String text(Collection<Account> users) {
    StringBuilder text = new StringBuilder(HEAD);
    for (Account a : users) {
      text.append(String.join(":", a.name(), a.role().code(), a.hash()));
      text.append(a.fullName().isEmpty() ? "" : ":" + a.fullName()).append('\n');
    }
    return text.toString();
  }
}
