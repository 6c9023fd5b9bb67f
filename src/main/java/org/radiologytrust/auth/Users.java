package org.radiologytrust.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users as the file has them now. A broken file leaves those in force that were read last. */
final class Users {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);

  private final UsersFile file;
  private volatile State state;

  /** What tells one content of the file from the next. */
  private record Stamp(Object key, Object time, long size) {}

  private record State(Stamp stamp, Map<String, Account> users) {}

  /**
   * @throws IOException when the file is broken at the start
   */
  Users(UsersFile file) throws IOException {
    this.file = file;
    Stamp stamp = stamp();
    this.state = new State(stamp, file.read());
  }

  Optional<Account> find(String name) {
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
        throw new IOException("the file users is gone");
      }
      state = new State(now, file.read());
      LOG.info("The users were read again: {}", state.users().size());
    } catch (IOException e) {
      // once for each change; the message of an unreadable file has its path alone
      state = new State(now, state.users());
      LOG.error("The users stay as they were: {}", e.getMessage());
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
