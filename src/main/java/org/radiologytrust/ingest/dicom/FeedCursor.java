package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The read position of the changes feed and the studies that are still to be read. The journal
 * stores it as the feed's cursor.
 *
 * @param sequence number of the last change read; 0 before the first
 * @param id id of its resource
 * @param date its date, as Orthanc writes it
 * @param open studies to read, by Orthanc's study id; the first that came is the first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record FeedCursor(long sequence, String id, String date, Map<String, Open> open) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final FeedCursor START = new FeedCursor(0, "", "", Map.of());

  /**
   * A study to read.
   *
   * @param stored whether it was already stored and only waits for its last images
   * @param tries number of failed reads
   * @param due when to read it, in milliseconds since 1970
   */
  record Open(boolean stored, int tries, long due) {}

  FeedCursor {
    open = Collections.unmodifiableMap(new LinkedHashMap<>(open));
  }

  /**
   * Parses a stored cursor.
   *
   * @throws IllegalStateException if the text is not a cursor
   */
  static FeedCursor parse(String text) {
    if (text.isEmpty()) {
      return START;
    }
    try {
      return JSON.readValue(text, FeedCursor.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored cursor of the image feed cannot be read", e);
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isAt(OrthancClient.Change change) {
    return change.sequence() == sequence && change.id().equals(id) && change.date().equals(date);
  }

  FeedCursor at(OrthancClient.Change change) {
    return new FeedCursor(change.sequence(), change.id(), change.date(), open);
  }

  /** Starts again at the first change; open studies stay open. */
  FeedCursor restarted() {
    return new FeedCursor(0, "", "", open);
  }

  FeedCursor with(String study, Open state) {
    Map<String, Open> next = new LinkedHashMap<>(open);
    next.put(study, state);
    return new FeedCursor(sequence, id, date, next);
  }

  FeedCursor without(String study) {
    Map<String, Open> next = new LinkedHashMap<>(open);
    next.remove(study);
    return new FeedCursor(sequence, id, date, next);
  }
}
