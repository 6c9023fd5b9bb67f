package org.radiologytrust.operate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.journal.Inbox.Incoming;
import org.radiologytrust.journal.Messages.StoredMessage;
import org.radiologytrust.journal.SentAnswer;

/**
 * A kind of messages.
 *
 * @param reader parses bytes as if the message arrived now; never throws
 * @param answers reads a stored answer; throws {@link IllegalArgumentException} if it is no answer
 * @param explainer parses bytes as {@code reader} does, and tells how; never throws
 */
public record Channel(
    Function<byte[], Incoming> reader,
    Function<byte[], SentAnswer> answers,
    Function<byte[], List<Explanation>> explainer) {
  /**
   * The channel by which a message came.
   *
   * @throws OperationRefused if no feed of this node reads it
   */
  static Channel of(Map<String, Channel> channels, StoredMessage message) {
    Channel channel = channels.get(message.channel());
    if (channel == null) {
      throw OperationRefused.conflict("no feed reads the channel " + message.channel() + " here");
    }
    return channel;
  }
}
