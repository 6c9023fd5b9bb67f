package org.radiologytrust.ingest.hl7.message;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.ByteOffsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps MSH-18 to Java character sets, and decodes messages. */
public final class Charsets {
  private static final Logger LOG = LoggerFactory.getLogger(Charsets.class);
  private static final String RESOURCE = "ingest/hl7/charsets.yaml";
  private static final byte ESCAPE = 0x1b;

  /** ISO 3166 codes of countries, which belong into MSH-17. */
  private static final Set<String> COUNTRIES = countries();

  private final Map<String, List<Charset>> byName;

  /** Character sets of which it was said that messages name them wrongly. */
  private final Set<Charset> misnamed = ConcurrentHashMap.newKeySet();

  /**
   * A decoded text.
   *
   * @param bytes where its characters stand
   */
  public record Decoded(String text, ByteOffsets bytes) {
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
   * @throws IllegalArgumentException if the table is not valid
   */
  public Charsets(SiteFiles files) {
    byName = load(files);
  }

  /**
   * The character sets to try for messages without MSH-18.
   *
   * @param name from HL7 table 0211 or of Java; bytes that are not valid in it are read as the file
   *     says for an empty name
   * @throws IllegalArgumentException if the name is not known
   */
  public List<Charset> unnamed(String name) {
    List<Charset> candidates = new ArrayList<>(byName.getOrDefault(key(name), List.of()));
    if (candidates.isEmpty()) {
      candidates.add(ofJava(name));
    }
    candidates.addAll(byName.get(""));
    return List.copyOf(candidates);
  }

  /**
   * The character set in which a message with this MSH-18 is written. Messages that come often mean
   * Windows-1252 by a name of ISO; ours keep to the name.
   *
   * @param name of HL7 table 0211 or of Java
   * @throws IllegalArgumentException if the name is not known
   */
  public Charset written(String name) {
    return byName.getOrDefault(key(name), List.of()).stream()
        .filter(set -> !set.name().startsWith("windows") || key(name).contains("125"))
        .findFirst()
        .orElseGet(() -> ofJava(name));
  }

  private static Charset ofJava(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          name + " is not a character set of HL7 table 0211 or of Java", e);
    }
  }

  /** Decodes a message of which the character set is certain. */
  public static Decoded decode(byte[] bytes, int from, Charset charset) throws RefusedException {
    return decoded(bytes, from, List.of(charset));
  }

  /** Whether a value of MSH-18 is the code of a country. It names no character set. */
  public static boolean isCountry(String name) {
    return COUNTRIES.contains(key(name));
  }

  private static Set<String> countries() {
    Set<String> codes = new HashSet<>(Locale.getISOCountries(IsoCountryCode.PART1_ALPHA2));
    codes.addAll(Locale.getISOCountries(IsoCountryCode.PART1_ALPHA3));
    return Set.copyOf(codes);
  }

  /**
   * Decodes with the first of the named character sets in which the bytes are valid.
   *
   * @param names the repetitions of MSH-18; none if they do not count
   * @param unnamed the character sets of messages without MSH-18
   */
  public Decoded decode(byte[] bytes, int from, List<String> names, List<Charset> unnamed)
      throws RefusedException {
    boolean escapes = hasEscape(bytes, from);
    List<Charset> switching = new ArrayList<>();
    for (String name : names) {
      byName.getOrDefault(key(name), List.of()).stream()
          .filter(Charsets::isIso2022)
          .filter(set -> !key(name).isEmpty() && !switching.contains(set))
          .forEach(switching::add);
    }
    if (escapes && !switching.isEmpty()) {
      return decoded(bytes, from, switching);
    }
    String first = names.isEmpty() ? "" : key(names.get(0));
    boolean none = first.isEmpty() || !byName.containsKey(first) && COUNTRIES.contains(first);
    List<Charset> candidates = none ? unnamed : byName.get(first);
    if (candidates == null) {
      throw RefusedException.error(
          ErrorCode.TABLE_VALUE_NOT_FOUND,
          "MSH",
          18,
          "MSH-18 names an unknown character set; send UNICODE UTF-8");
    }
    List<Charset> sets = candidates.stream().filter(set -> escapes || !isIso2022(set)).toList();
    if (sets.stream().limit(1).anyMatch(Charsets::isUnlikeUtf8) && Utf8Bytes.isText(bytes, from)) {
      if (misnamed.add(sets.get(0))) {
        LOG.warn(
            "A message names {} and has bytes of UTF-8, as which it was read: its sender must"
                + " correct MSH-18 (said once)",
            sets.get(0));
      }
      return decode(bytes, from, StandardCharsets.UTF_8);
    }
    return decoded(bytes, from, sets);
  }

  /** Whether no text in a character set passes for UTF-8; Thai and half-width kana could. */
  private static boolean isUnlikeUtf8(Charset charset) {
    return charset.name().matches("US-ASCII|ISO-8859-\\d+|windows-125\\d|KOI8-R|IBM\\d+");
  }

  private static Decoded decoded(byte[] bytes, int from, List<Charset> candidates)
      throws RefusedException {
    boolean sevenBit = true;
    for (Charset charset : candidates) {
      if (isIso2022(charset)) {
        // Java's decoder of ISO-2022-KR takes other bytes for Latin characters
        sevenBit = sevenBit && isSevenBit(bytes, from);
        if (!sevenBit) {
          continue;
        }
      }
      try {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
        String text = charset.newDecoder().decode(rest).toString();
        return new Decoded(text, new ByteOffsets(bytes, from, text, charset));
      } catch (CharacterCodingException e) {
        continue;
      }
    }
    throw RefusedException.error(
        ErrorCode.DATA_TYPE,
        "MSH",
        18,
        "the bytes are not valid in the character set of MSH-18; correct one or the other");
  }

  private static boolean isIso2022(Charset charset) {
    return charset.name().toLowerCase(Locale.ROOT).contains("iso2022")
        || charset.name().startsWith("ISO-2022");
  }

  private static boolean hasEscape(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == ESCAPE) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSevenBit(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
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
                  entry -> entry.getValue().stream().map(Charset::forName).toList(),
                  Charsets::same));
    } catch (IllegalStateException | IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(RESOURCE + ": " + e.getMessage(), e);
    }
  }

  /** Two spellings of one name. */
  private static List<Charset> same(List<Charset> one, List<Charset> other) {
    if (!one.equals(other)) {
      throw new IllegalArgumentException(
          RESOURCE + ": two spellings of one name have different sets: " + one + ", " + other);
    }
    return one;
  }

  /**
   * The name in the table: its first component, without the marks that senders write differently.
   */
  private static String key(String name) {
    String first = name.split("[\\^;&]", 2)[0];
    return first.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }
}
