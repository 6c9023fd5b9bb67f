package org.radiologytrust.journal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.jspecify.annotations.Nullable;

/** Converts the records of the model to and from JSON for the journal, by component name. */
public final class StoredJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          // a newer version may have written fields that this version does not know
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StoredJson() {}

  public static String write(Object value) {
    try {
      return escaped(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be stored as JSON: " + value.getClass().getName());
    }
  }

  /** JSON can say an unpaired surrogate in ASCII; a database may refuse or change it. */
  private static String escaped(String json) {
    StringBuilder escaped = new StringBuilder();
    int done = 0;
    for (int i = 0; i < json.length(); i++) {
      if (StorableText.isUnpaired(json, i)) {
        escaped.append(json, done, i).append("\\u%04x".formatted((int) json.charAt(i)));
        done = i + 1;
      }
    }
    return done == 0 ? json : escaped.append(json, done, json.length()).toString();
  }

  public static <T> T read(String json, Class<T> type) {
    return read(json, new TypeReference<>() {}, type);
  }

  public static <T> T read(String json, TypeReference<T> type) {
    return read(json, type, null);
  }

  private static <T> T read(String json, TypeReference<T> reference, @Nullable Class<T> type) {
    try {
      return type == null ? MAPPER.readValue(json, reference) : MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      // Jackson's message quotes the source, which contains patient data
      throw new IllegalStateException("the journal contains a row that this version cannot read");
    }
  }
}
