package org.radiologytrust.auth.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users in the file now. While the file is invalid, the users last read stay valid. */
public final class FileUsers implements Users {
  private static final Logger LOG = LoggerFactory.getLogger(FileUsers.class);

  private final UsersFile file;
  private volatile State state;

  /** File attributes that change with the content. */
  private record Stamp(@Nullable Object key, @Nullable Object time, long size) {}

  private record State(Stamp stamp, Map<String, Account> users) {}

  /**
   * @throws IOException when the file is invalid
   */
  public FileUsers(UsersFile file) throws IOException {
    this.file = file;
    Stamp stamp = stamp();
    this.state = new State(stamp, file.read());
  }

  @Override
  public Optional<Account> find(String name) {
    Stamp now = stamp();
    if (!now.equals(state.stamp())) {
      reload(now);
    }
    return Optional.ofNullable(state.users().get(Passwords.normal(name)));
  }

  private synchronized void reload(Stamp now) {
    if (now.equals(state.stamp())) {
      return;
    }
    try {
      if (now.key() == null) {
        throw new IOException("the file users is missing");
      }
      state = new State(now, file.read());
      LOG.info("The users file was reloaded: {} users", state.users().size());
    } catch (IOException e) {
      // logged once for each change; the message of an unreadable file contains only its path
      state = new State(now, state.users());
      LOG.error(
          "The users file was not reloaded, the earlier users stay valid: {}", e.getMessage());
    }
  }

  private Stamp stamp() {
    try {
      BasicFileAttributes a = Files.readAttributes(file.path(), BasicFileAttributes.class);
      return new Stamp(a.fileKey(), a.lastModifiedTime(), a.size());
    } catch (IOException e) {
      return new Stamp(null, null, 0);
    }
  }
}
