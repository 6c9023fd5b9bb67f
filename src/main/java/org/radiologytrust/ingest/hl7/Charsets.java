package org.radiologytrust.ingest.hl7;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.settings.Settings;

/** Maps MSH-18 to Java character sets, and decodes messages. */
final class Charsets {
  private static final String RESOURCE = "ingest/hl7/charsets.yaml";

  private final Map<String, List<Charset>> byName;
  private final List<Charset> whenUnnamed;

  /**
   * A decoded text.
   *
   * @param bytes where its characters stand
   */
  record Decoded(String text, ByteOffsets bytes) {
    Charset charset() {
      return bytes.charset();
    }

    @Override
    public String toString() {
      return "Decoded[" + charset() + "]";
    }
  }

  /**
   * Reads the table of names.
   *
   * @param unnamed the character set of messages without MSH-18 (a name from HL7 table 0211 or of
   *     Java); bytes that are not valid in it are read as the file says for an empty name
   * @throws Settings.Wrong if the name is not known
   */
  Charsets(String unnamed, SiteFiles files) {
    byName = load(files);
    List<Charset> candidates = new ArrayList<>(byName.getOrDefault(key(unnamed), List.of()));
    if (candidates.isEmpty()) {
      candidates.add(named(unnamed));
    }
    candidates.addAll(byName.get(""));
    whenUnnamed = List.copyOf(candidates);
  }

  private static Charset named(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new Settings.Wrong(
          "rtl.hl7.charset: " + name + " is not a character set of HL7 table 0211 or of Java");
    }
  }

  /** Decodes with the first of the named character sets in which the bytes are valid. */
  Decoded decode(byte[] bytes, int from, String name) throws RefusedException {
    List<Charset> candidates = name.isEmpty() ? whenUnnamed : byName.get(key(name));
    if (candidates == null) {
      throw Refusal.error(
          ErrorCode.TABLE_VALUE_NOT_FOUND,
          "MSH",
          18,
          "MSH-18 names an unknown character set; send UNICODE UTF-8");
    }
    for (Charset charset : candidates) {
      try {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
        String text = charset.newDecoder().decode(rest).toString();
        return new Decoded(text, new ByteOffsets(bytes, from, text, charset));
      } catch (CharacterCodingException e) {
        continue;
      }
    }
    throw Refusal.error(
        ErrorCode.DATA_TYPE,
        "MSH",
        18,
        "the bytes are not valid in the character set of MSH-18; correct one or the other");
  }

  private static Map<String, List<Charset>> load(SiteFiles files) {
    try {
      return files
          .yaml(RESOURCE, new TypeReference<Map<String, List<String>>>() {})
          .entrySet()
          .stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  entry -> key(entry.getKey()),
                  entry -> entry.getValue().stream().map(Charset::forName).toList()));
    } catch (IllegalStateException | IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(RESOURCE + ": " + e.getMessage(), e);
    }
  }

  private static String key(String name) {
    return name.strip().toUpperCase(Locale.ROOT);
  }
}
