package org.radiologytrust.operate;

import java.util.List;
import java.util.function.Function;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.SentAnswer;

/**
 * A kind of messages.
 *
 * @param contentType the media type of such a message in a request, without parameters
 * @param reader parses bytes as if the message arrived now; throws {@link
 *     org.radiologytrust.journal.store.JournalException} if its documents cannot be read now
 * @param answers reads a stored answer; throws {@link IllegalArgumentException} if it is no answer
 * @param explainer parses bytes as {@code reader} does, and tells how
 */
public record Channel(
    String contentType,
    Function<byte[], Incoming> reader,
    Function<byte[], SentAnswer> answers,
    Function<byte[], List<Explanation>> explainer) {}
