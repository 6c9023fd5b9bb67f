package org.radiologytrust.ops;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.logins.AccessLog;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.settings.Settings;

/**
 * The access log, shared by everything that shows audits to people and programs: the settings
 * {@code rtl.access.*}. It is bound before and closed after those who write to it.
 */
public final class AccessFeature implements Feature, Consumer<Access> {
  private static final String PEER = "access-log";

  private final Optional<Path> file;
  private final boolean shared;
  private final int maxWaiting;
  private volatile Optional<AccessLog> log = Optional.empty();

  /**
   * @param home the folder of the file
   * @param shared whether the log is in the database of all nodes instead
   * @throws Settings.Wrong when a setting cannot be used
   */
  public AccessFeature(Settings settings, Path home, boolean shared) {
    String name = settings.text("rtl.access.log");
    file = name.isEmpty() ? Optional.empty() : Optional.of(home.resolve(name).normalize());
    this.shared = shared;
    maxWaiting = settings.number("rtl.access.max-waiting", 1024, 1 << 30);
  }

  @Override
  public List<SelfCheck> checks() {
    return file.map(
            path ->
                List.of(
                    SelfCheck.required(PEER, () -> writable(path)),
                    SelfCheck.running(PEER, () -> log.flatMap(AccessLog::problem))))
        .orElse(List.of());
  }

  private SelfCheckResult writable(Path path) {
    if (shared) {
      return SelfCheckResult.ok(PEER, "in the journal's database");
    }
    try {
      open(path).close();
      return SelfCheckResult.ok(PEER, "can be written");
    } catch (Settings.Wrong e) {
      return SelfCheckResult.broken(PEER, e.getMessage());
    }
  }

  private AccessLog open(Path path) {
    try {
      return AccessLog.open(path, maxWaiting);
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.access.log: "
              + path
              + " cannot be written ("
              + Faults.ofFile(e)
              + "): check its folder");
    }
  }

  @Override
  public void bind(Host host) {
    log =
        file.map(
            path ->
                host.journal()
                    .shared()
                    .map(table -> AccessLog.open(table.accesses(), maxWaiting))
                    .orElseGet(() -> open(path)));
  }

  /**
   * Adds an entry, unless the log is turned off. Call it before the answer is sent.
   *
   * @throws org.radiologytrust.journal.store.JournalException if no more lines may wait; the read
   *     must then be refused
   */
  @Override
  public void accept(Access access) {
    log.ifPresent(to -> to.accept(access));
  }

  @Override
  public void close() {
    log.ifPresent(AccessLog::close);
  }
}
