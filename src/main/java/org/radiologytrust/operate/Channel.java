package org.radiologytrust.operate;

import java.util.function.Function;
import org.radiologytrust.journal.Inbox.Incoming;
import org.radiologytrust.journal.SentAnswer;

/**
 * A kind of messages.
 *
 * @param reader parses bytes as if the message arrived now; never throws
 * @param answers reads a stored answer; throws {@link IllegalArgumentException} if it is no answer
 */
public record Channel(Function<byte[], Incoming> reader, Function<byte[], SentAnswer> answers) {}
