package org.radiologytrust.llm.server;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the list of model servers again. The route {@code model-servers} calls this bean at
 * intervals. While the file is not valid, the servers that it listed before are used.
 */
public final class ServersFileReader {
  private static final Logger LOG = LoggerFactory.getLogger(ServersFileReader.class);

  private final Supplier<List<String>> file;
  private final ModelServers servers;
  private final Consumer<String> added;
  private volatile Optional<String> problem = Optional.empty();

  /**
   * @param file reads the file; throws {@link Settings.Wrong} when it is not valid
   * @param added called for each server that is new in the file, before it gets a call
   */
  public ServersFileReader(
      Supplier<List<String>> file, ModelServers servers, Consumer<String> added) {
    this.file = file;
    this.servers = servers;
    this.added = added;
  }

  /** Reads the file, and changes the pool where the file has changed. */
  public synchronized void read() {
    try {
      change(file.get());
      problem = Optional.empty();
    } catch (Settings.Wrong e) {
      if (!problem.equals(Optional.of(e.getMessage()))) {
        LOG.error("{}: the servers that it listed before are used", e.getMessage());
      }
      problem = Optional.of(e.getMessage());
    }
  }

  private void change(List<String> now) {
    List<String> before = servers.urls();
    if (now.equals(before)) {
      return;
    }
    List<String> more = now.stream().filter(url -> !before.contains(url)).toList();
    List<String> fewer = before.stream().filter(url -> !now.contains(url)).toList();
    more.forEach(added);
    servers.set(now);
    LOG.info("{} model servers; added: {}; removed: {}", now.size(), more, fewer);
  }

  /** What is wrong with the file since it was read last; empty when nothing is. */
  public Optional<String> problem() {
    return problem;
  }
}
