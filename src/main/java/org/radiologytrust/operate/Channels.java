package org.radiologytrust.operate;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.radiologytrust.journal.inbox.Messages.StoredMessage;
import org.radiologytrust.journal.inbox.SentAnswer;
import org.radiologytrust.journal.search.Stories;

/** The kinds of messages that this node reads, by the names of their channels. */
public final class Channels {
  private final Map<String, Channel> all;

  public Channels(Map<String, Channel> all) {
    this.all = Map.copyOf(all);
  }

  private Optional<Channel> named(String name) {
    return Optional.ofNullable(all.get(name));
  }

  /**
   * The channel by which a message came.
   *
   * @throws OperationRefused if no feed of this node reads it
   */
  Channel of(StoredMessage message) {
    return named(message.channel())
        .orElseThrow(
            () ->
                OperationRefused.conflict(
                    "no feed reads the channel " + message.channel() + " here"));
  }

  /**
   * The channel that reads a body.
   *
   * @throws OperationRefused if none does
   */
  Channel reading(String contentType) {
    return all.values().stream()
        .filter(channel -> channel.contentType().equals(contentType))
        .findFirst()
        .orElseThrow(() -> OperationRefused.unsupported("Content-Type: send " + contentTypes()));
  }

  /** The answer that the sender of a message got; empty if there is none that can be read here. */
  Optional<SentAnswer> answer(Stories.Received received) {
    if (received.reply().length == 0) {
      return Optional.empty();
    }
    try {
      return named(received.message().channel()).map(c -> c.answers().apply(received.reply()));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private String contentTypes() {
    return all.values().stream()
        .map(Channel::contentType)
        .sorted()
        .collect(Collectors.joining(" or "));
  }
}
