package org.radiologytrust.ingest;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Urgency;

/** The code and word lists of {@code radiology-codes.yaml}. Immutable. */
public final class RadiologyCodes {
  private static final String RESOURCE = "ingest/radiology-codes.yaml";
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

  private final Lists lists;
  private final Map<String, Section> sections = new HashMap<>();
  private final Map<String, Map<String, ReportStatus>> statuses = new HashMap<>();
  private final Map<String, ReportStatus> statusWords;

  private record SideWords(List<String> left, List<String> right, List<String> bilateral) {}

  /** The layout of the file. */
  private record Lists(
      @MayBeEmpty Set<String> notRadiology,
      Map<String, String> modalities,
      @MayBeEmpty Map<String, Urgency> urgencies,
      @MayBeEmpty Map<String, String> modalityWords,
      @MayBeEmpty Set<String> hybrids,
      SideWords sides,
      Map<String, String> resultStatus,
      Map<String, String> observationStatus,
      Map<String, String> orderStatus,
      Map<String, String> documentStatus,
      Map<String, String> documentAvailability,
      @MayBeEmpty Map<String, String> statusWords,
      @MayBeEmpty Set<String> notRadiologyDocuments,
      Map<String, Section> sections,
      @MayBeEmpty Set<String> identifierCodes,
      @MayBeEmpty Set<String> flagWords,
      @MayBeEmpty Map<String, String> confidentiality) {}

  private RadiologyCodes(Lists lists) {
    this.lists = lists;
    for (Section section : Section.values()) {
      if (!section.loinc().isEmpty()) {
        sections.put(section.loinc(), section);
      }
    }
    sections.putAll(lists.sections);
    statuses.put("resultStatus", statuses(lists.resultStatus));
    statuses.put("observationStatus", statuses(lists.observationStatus));
    statuses.put("orderStatus", statuses(lists.orderStatus));
    statuses.put("documentStatus", statuses(lists.documentStatus));
    statuses.put("documentAvailability", statuses(lists.documentAvailability));
    Map<String, ReportStatus> byWord = new HashMap<>();
    statuses(lists.statusWords).forEach((word, status) -> byWord.put(levelled(word), status));
    statusWords = Map.copyOf(byWord);
    for (String code : lists.notRadiology) {
      if (lists.modalities.containsKey(code)) {
        throw new IllegalArgumentException(
            RESOURCE + ": " + code + " is in notRadiology and in modalities; remove one of them");
      }
    }
  }

  /**
   * Reads the lists.
   *
   * @throws IllegalArgumentException if the file is missing or not valid; the message says where
   */
  public static RadiologyCodes load(SiteFiles files) {
    return new RadiologyCodes(files.yaml(RESOURCE, new TypeReference<Lists>() {}));
  }

  /** The diagnostic service sections (OBR-24) that certainly make no imaging reports. */
  public Set<String> notRadiology() {
    return Set.copyOf(lists.notRadiology);
  }

  /** Whether a diagnostic service section (OBR-24) certainly makes no imaging reports. */
  public boolean notRadiology(String serviceSection) {
    return lists.notRadiology.contains(serviceSection);
  }

  /** The DICOM modality for a modality or service section code; empty if there is none. */
  public String modality(String code) {
    return lists.modalities.getOrDefault(code.toUpperCase(Locale.ROOT), "");
  }

  /** How urgent an order with this priority is; {@code null} if it is routine. */
  public @Nullable Urgency urgency(String code) {
    return lists.urgencies.get(code.toUpperCase(Locale.ROOT));
  }

  /** The DICOM modality in a procedure's name; empty if the name contains none or several. */
  public String modalityIn(String procedure) {
    Set<String> found = new TreeSet<>();
    for (String word : words(procedure.replaceAll("(?i)x-ray", "XRAY"))) {
      String modality = lists.modalityWords.get(word.toUpperCase(Locale.ROOT));
      if (modality != null) {
        found.add(modality);
      }
    }
    Set<String> hybrids = new TreeSet<>(found);
    hybrids.retainAll(lists.hybrids);
    Set<String> best = hybrids.isEmpty() ? found : hybrids;
    return best.size() == 1 ? best.iterator().next() : "";
  }

  /**
   * {@code left}, {@code right} or {@code bilateral} if a procedure's name contains a side;
   * otherwise empty.
   */
  public String sideIn(String procedure) {
    Set<String> found = new HashSet<>();
    for (String word : words(procedure)) {
      String name = word.toLowerCase(Locale.ROOT);
      if (lists.sides.left.contains(name)) {
        found.add("left");
      }
      if (lists.sides.right.contains(name)) {
        found.add("right");
      }
      if (lists.sides.bilateral.contains(name)) {
        found.add("bilateral");
      }
    }
    return found.size() > 1 ? "bilateral" : found.stream().findFirst().orElse("");
  }

  /** The order with the modality and the side that its name says, where it has none otherwise. */
  public Order completed(Order order) {
    String name = order.procedure().display();
    return new Order(
        order.placerOrderNumber(),
        order.fillerOrderNumber(),
        order.accessionNumbers(),
        order.studyInstanceUids(),
        order.procedure(),
        order.modality().isEmpty() ? modalityIn(name) : order.modality(),
        order.bodyPart(),
        order.laterality().isEmpty() ? sideIn(name) : order.laterality());
  }

  /** Status for OBR-25. */
  public Optional<ReportStatus> resultStatus(String code) {
    return status("resultStatus", code);
  }

  /** Status for OBX-11. */
  public Optional<ReportStatus> observationStatus(String code) {
    return status("observationStatus", code);
  }

  /** Status for ORC-5. */
  public Optional<ReportStatus> orderStatus(String code) {
    return status("orderStatus", code);
  }

  /** Status for TXA-17. */
  public Optional<ReportStatus> documentStatus(String code) {
    return status("documentStatus", code);
  }

  /** Status for TXA-19. */
  public Optional<ReportStatus> documentAvailability(String code) {
    return status("documentAvailability", code);
  }

  /** Whether a type of documents (TXA-2) certainly has no radiology reports. */
  public boolean notRadiologyDocument(String type) {
    return lists.notRadiologyDocuments.contains(type);
  }

  /** The section for a LOINC or DICOM code or an OBX-3 suffix. */
  public Optional<Section> section(String code) {
    return Optional.ofNullable(sections.get(code));
  }

  /** Whether the value under this OBX-3 code is an identifier and therefore not report text. */
  public boolean namesIdentifier(String code) {
    return lists.identifierCodes.contains(code);
  }

  /** Whether a text only names an abnormal flag (table 0078). */
  public boolean namesFlag(String text) {
    return Stream.of(words(text.toLowerCase(Locale.ROOT))).allMatch(lists.flagWords::contains);
  }

  /** The v3-Confidentiality code for ORC-28. */
  public String confidentiality(String code) {
    return code.isEmpty() ? "N" : lists.confidentiality.getOrDefault(code, "R");
  }

  private Optional<ReportStatus> status(String table, String code) {
    ReportStatus byCode = statuses.get(table).get(code);
    return Optional.ofNullable(byCode == null ? statusWords.get(levelled(code)) : byCode);
  }

  /** The words of a status in lower case, with a blank between them. */
  private static String levelled(String words) {
    return String.join(" ", words(words.toLowerCase(Locale.ROOT))).strip();
  }

  private static String[] words(String text) {
    return NO_LETTERS.split(text);
  }

  private static Map<String, ReportStatus> statuses(Map<String, String> codes) {
    Map<String, ReportStatus> map = new HashMap<>();
    codes.forEach(
        (key, code) -> {
          String name = code.toUpperCase(Locale.ROOT).replace('-', '_');
          map.put(key, ReportStatus.valueOf(name));
        });
    return Map.copyOf(map);
  }
}
