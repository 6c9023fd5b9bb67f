package org.radiologytrust.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The records of the model as the journal stores them: plain JSON by component names. */
final class StoredJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          // a newer version of the product may have written more than this one knows
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StoredJson() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not storable: " + value.getClass().getName());
    }
  }

  static <T> T read(String json, Class<T> type) {
    return read(json, new TypeReference<>() {}, type);
  }

  static <T> T read(String json, TypeReference<T> type) {
    return read(json, type, null);
  }

  private static <T> T read(String json, TypeReference<T> reference, Class<T> type) {
    try {
      return type == null ? MAPPER.readValue(json, reference) : MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      // Jackson's message quotes the source, which has patient data in it
      throw new IllegalStateException("the journal holds a row that this version cannot read");
    }
  }
}
