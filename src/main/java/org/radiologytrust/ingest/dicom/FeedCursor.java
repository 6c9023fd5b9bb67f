package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the changes feed was read, and which studies are still to be read: what the journal keeps
 * as the feed's cursor.
 *
 * @param sequence of the last change read; 0 before the first
 * @param id of its resource
 * @param date of it, as Orthanc writes it
 * @param open by Orthanc's id of the study
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record FeedCursor(long sequence, String id, String date, Map<String, Open> open) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final FeedCursor START = new FeedCursor(0, "", "", Map.of());

  /**
   * A study to be read.
   *
   * @param stored whether it was stored already and only waits for its last images
   * @param tries how often reading failed
   * @param due milliseconds since 1970 from which it is read
   */
  record Open(boolean stored, int tries, long due) {}

  FeedCursor {
    open = Collections.unmodifiableMap(new TreeMap<>(open));
  }

  /**
   * @throws IllegalStateException when the text is none of ours
   */
  static FeedCursor parse(String text) {
    if (text.isEmpty()) {
      return START;
    }
    try {
      return JSON.readValue(text, FeedCursor.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the journal's cursor of the image feed cannot be read", e);
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

  /** From the first change again; what is open stays so. */
  FeedCursor restarted() {
    return new FeedCursor(0, "", "", open);
  }

  FeedCursor with(String study, Open state) {
    Map<String, Open> next = new TreeMap<>(open);
    next.put(study, state);
    return new FeedCursor(sequence, id, date, next);
  }

  FeedCursor without(String study) {
    Map<String, Open> next = new TreeMap<>(open);
    next.remove(study);
    return new FeedCursor(sequence, id, date, next);
  }
}
