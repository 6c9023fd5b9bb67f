package org.radiologytrust.ingest.document;

import java.time.Duration;
import org.radiologytrust.settings.Settings;

/**
 * Limits for documents: the settings {@code rtl.documents.*}.
 *
 * @param maxBytes maximum size of a document
 * @param maxUnpacked maximum size of all parts of a PDF that are read, unpacked, in bytes
 * @param maxPages maximum number of pages
 * @param maxText maximum length of the text in characters
 * @param time in which a PDF, RTF, CDA, HTML or MIME package must be read
 * @param messageTime in which all documents of a message must be read; each waits no longer than
 *     that for a reader
 * @param parallel how many documents are read at the same time
 */
public record DocumentLimits(
    int maxBytes,
    int maxUnpacked,
    int maxPages,
    int maxText,
    Duration time,
    Duration messageTime,
    int parallel) {
  /**
   * Reads the settings.
   *
   * @throws Settings.Wrong if a setting is not valid
   */
  public static DocumentLimits of(Settings settings) {
    return new DocumentLimits(
        settings.number("rtl.documents.max-bytes", 1024, 1 << 30),
        settings.number("rtl.documents.max-unpacked", 1024, 1 << 30),
        settings.number("rtl.documents.max-pages", 1, 10_000),
        settings.number("rtl.documents.max-text", 100, 10_000_000),
        settings.interval("rtl.documents.time"),
        settings.interval("rtl.documents.message-time"),
        settings.number("rtl.documents.parallel", 1, 100));
  }
}
