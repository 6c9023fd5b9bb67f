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

/** MSH-18 to Java character sets, and the decoding of messages by them. */
final class Charsets {
  private static final String RESOURCE = "ingest/hl7/charsets.yaml";

  private final Map<String, List<Charset>> byName;
  private final List<Charset> whenUnnamed;

  /** A text and what its bytes were in. */
  record Decoded(String text, Charset charset) {}

  /**
   * @param unnamed the character set of messages without MSH-18 (a name of HL7 table 0211 or of
   *     Java); bytes that are not in it are read as the file says for an empty name
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
          "rtl.hl7.charset: " + name + " is no character set of HL7 table 0211, nor one of Java");
    }
  }

  /** Decodes by the first of the name's character sets in which the bytes are well-formed. */
  Decoded decode(byte[] bytes, int from, String name) throws RefusedException {
    List<Charset> candidates = name.isEmpty() ? whenUnnamed : byName.get(key(name));
    if (candidates == null) {
      throw Refusal.error(
          ErrorCode.TABLE_VALUE_NOT_FOUND,
          "MSH",
          18,
          "MSH-18 names a character set that is not known here; send UNICODE UTF-8");
    }
    for (Charset charset : candidates) {
      try {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
        return new Decoded(charset.newDecoder().decode(rest).toString(), charset);
      } catch (CharacterCodingException e) {
        continue;
      }
    }
    throw Refusal.error(
        ErrorCode.DATA_TYPE,
        "MSH",
        18,
        "the bytes are not in the character set that MSH-18 names; correct the one or the other");
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
