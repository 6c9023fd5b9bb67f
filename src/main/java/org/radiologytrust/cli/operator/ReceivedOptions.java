package org.radiologytrust.cli.operator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From where, and when, a message was received. */
final class ReceivedOptions {
  @Option(names = "--site", paramLabel = "X", description = "Sending site (MSH-4).")
  private @Nullable String site;

  @Option(names = "--since", paramLabel = "TIME", description = "Received then or later.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Received before.")
  private @Nullable String until;

  /** Adds them to a search for messages. */
  void addTo(Map<String, @Nullable String> query) {
    query.put("site", site);
    query.put("since", since);
    query.put("until", until);
  }

  boolean isEmpty() {
    return site == null && since == null && until == null;
  }
}
