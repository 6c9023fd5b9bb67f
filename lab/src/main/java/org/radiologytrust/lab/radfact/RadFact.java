package org.radiologytrust.lab.radfact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.files.SiteFiles;

/** Makes cases from RadFact's files of examples. */
public final class RadFact {
  static final String PHRASES = "report_to_phrases_few_shot_examples.json";
  static final String ENTAILMENT = "nli_few_shot_examples.json";
  static final String LICENSE = "LICENSE";

  /** The licence's copy beside the cases. A file is never taken for a case. */
  static final String LICENSE_COPY = "RadFact-LICENSE";

  static final String MODALITY = "CR";
  static final String BODY_PART = "CHEST";

  /** Unlike the product's mapper, it ignores the fields that are not needed. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final SiteFiles files;

  /**
   * @param files word lists for sentences and types of claims
   */
  public RadFact(SiteFiles files) {
    this.files = files;
  }

  /**
   * @param id name of its folder
   * @param report canonical text
   */
  record Case(String id, String report, Truth truth) {}

  /**
   * Writes one case for each example of one report, and up to two for each example of two reports.
   *
   * @param from folder with RadFact's two files and its licence
   * @param out folder for the cases; created if missing
   * @return the number of cases written
   * @throws IllegalArgumentException if a file is missing or an example is not valid; the message
   *     names it, and nothing was written
   */
  public int write(Path from, Path out) throws IOException {
    List<Case> cases = read(from);
    Path license = file(from, LICENSE);
    for (Case c : cases) {
      CaseFolders.write(out.resolve(c.id()), c.report(), c.truth(), Map.of());
    }
    Files.writeString(out.resolve(LICENSE_COPY), Files.readString(license));
    return cases.size();
  }

  /** All cases, in the order of the files. */
  List<Case> read(Path from) throws IOException {
    List<Case> cases = new ArrayList<>();
    PhraseCases phrases = new PhraseCases(files);
    for (PhraseCases.Example e : examples(from, PHRASES, PhraseCases.Example[].class)) {
      cases.add(phrases.of(cases.size() + 1, e));
    }
    EntailmentCases entailment = new EntailmentCases(files);
    int number = 0;
    for (EntailmentCases.Example e : examples(from, ENTAILMENT, EntailmentCases.Example[].class)) {
      number++;
      cases.addAll(entailment.of(number, e));
    }
    return cases;
  }

  private static <T> List<T> examples(Path from, String name, Class<T[]> type) throws IOException {
    Path file = file(from, name);
    T[] examples;
    try {
      examples = MAPPER.readValue(Files.readAllBytes(file), type);
    } catch (JsonProcessingException e) {
      // Jackson's message may quote the file
      throw new IllegalArgumentException(
          file
              + " is not RadFact's list of examples (line "
              + (e.getLocation() == null ? 0 : e.getLocation().getLineNr())
              + "): take the file as Microsoft publishes it");
    }
    if (examples == null || examples.length == 0 || Arrays.asList(examples).contains(null)) {
      throw new IllegalArgumentException(file + " has no example, or an empty one");
    }
    return List.of(examples);
  }

  private static Path file(Path from, String name) {
    Path file = from.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "there is no file "
              + file
              + ": give a folder with "
              + String.join(", ", PHRASES, ENTAILMENT, LICENSE)
              + " of github.com/microsoft/RadFact");
    }
    return file;
  }
}
