package org.radiologytrust.cases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.model.Texts;

/** Reads and writes a folder of case folders. Cases and images are sorted by name. */
public final class CaseFolders {
  static final String TRUTH = "truth.json";
  private static final String IMAGES = "images";

  /** Folder of metadata that macOS adds to a ZIP. */
  private static final String MAC = "__MACOSX";

  /** Largest report in bytes, the same as for a message. */
  static final long LARGEST_REPORT = 16L << 20;

  private static final List<String> REPORTS =
      List.of("report.txt", "report.hl7", "report.json", "report.xml");

  private CaseFolders() {}

  /**
   * A case as it was read.
   *
   * @param id name of its folder
   * @param images sorted by name
   * @param truth empty if there is no {@code truth.json}
   * @param hash SHA-256 over all its files, in hex
   */
  public record Folder(
      String id, Path report, List<Path> images, Optional<Truth> truth, String hash) {}

  /**
   * Reads all cases of a folder. Skips folders whose name begins with a dot.
   *
   * @throws IllegalArgumentException if a case is not valid; the message names the case and the
   *     fault and quotes nothing from its files
   * @throws IOException if a file cannot be read
   */
  public static List<Folder> read(Path folder) throws IOException {
    List<Folder> cases = new ArrayList<>();
    for (Path path : list(folder)) {
      cases.add(one(path));
    }
    return cases;
  }

  /**
   * Lists the case folders without reading them. Skips folders whose name begins with a dot, and
   * the one that macOS adds.
   *
   * @throws IllegalArgumentException if the folder does not exist or has no case folders
   */
  public static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    List<Path> cases =
        sorted(folder).stream().filter(Files::isDirectory).filter(CaseFolders::shown).toList();
    if (cases.isEmpty()) {
      throw new IllegalArgumentException(
          folder + " has no case folders (each with report.txt, .hl7, .json or .xml)");
    }
    return cases;
  }

  /** Whether it is more than what a system left there. */
  static boolean shown(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && !name.equals(MAC);
  }

  /**
   * The files of a case that an audit needs.
   *
   * @param images sorted by name
   */
  public record Content(Path report, List<Path> images) {}

  /** Whether the folder holds a report file. */
  public static boolean isCase(Path folder) {
    return REPORTS.stream().map(folder::resolve).anyMatch(Files::isRegularFile);
  }

  /**
   * Lists the files of a case that an audit needs. Does not read {@code truth.json}.
   *
   * @throws IllegalArgumentException if there is not exactly one report or it is too large; the
   *     message names the case
   */
  public static Content content(Path folder) throws IOException {
    List<Path> reports =
        REPORTS.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    if (reports.size() != 1) {
      throw new IllegalArgumentException(
          "case " + folder.getFileName() + ": needs exactly one of " + String.join(", ", REPORTS));
    }
    Path images = folder.resolve(IMAGES);
    List<Path> pictures =
        Files.isDirectory(images)
            ? sorted(images).stream().filter(CaseFolders::shown).toList()
            : List.of();
    return new Content(notTooLarge("" + folder.getFileName(), reports.get(0)), pictures);
  }

  /**
   * The report, if it is not too large.
   *
   * @param id of its case
   */
  static Path notTooLarge(String id, Path report) throws IOException {
    if (Files.size(report) > LARGEST_REPORT) {
      throw new IllegalArgumentException(
          "case "
              + id
              + ": its report is larger than "
              + LARGEST_REPORT
              + " bytes: give only its text");
    }
    return report;
  }

  private static Folder one(Path path) throws IOException {
    String id = path.getFileName().toString();
    Content content = content(path);
    Path truth = path.resolve(TRUTH);
    Optional<Truth> known =
        Files.isRegularFile(truth) ? Optional.of(truth(id, truth)) : Optional.empty();
    return new Folder(
        id,
        content.report(),
        content.images(),
        known,
        hash(content.report(), content.images(), truth));
  }

  static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static Truth truth(String id, Path file) throws IOException {
    try {
      return CaseJson.MAPPER.readValue(Files.readString(file), Truth.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      // Jackson's message may quote the report
      throw new IllegalArgumentException(
          "case "
              + id
              + ": truth.json cannot be read at line "
              + (e.getLocation() == null ? 0 : e.getLocation().getLineNr())
              + "; docs/cases.md describes its format");
    }
  }

  private static String hash(Path report, List<Path> images, Path truth) throws IOException {
    StringBuilder all = new StringBuilder(Texts.sha256(Files.readAllBytes(report)));
    for (Path image : images) {
      all.append(' ').append(Texts.sha256(Files.readAllBytes(image)));
    }
    if (Files.isRegularFile(truth)) {
      all.append(' ').append(Texts.sha256(Files.readAllBytes(truth)));
    }
    return Texts.sha256(all.toString());
  }

  /**
   * Writes a case; overwrites files of the same names.
   *
   * @param folder the case's own folder; created if missing
   * @param report canonical text
   * @param images file content by file name; empty for a case without images
   */
  public static void write(
      Path folder, String report, Truth truth, java.util.Map<String, byte[]> images)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.txt"), report + "\n", StandardCharsets.UTF_8);
    for (var image : images.entrySet()) {
      Path file = folder.resolve(IMAGES).resolve(image.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, image.getValue());
    }
    Files.writeString(
        folder.resolve(TRUTH),
        CaseJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(truth) + "\n",
        StandardCharsets.UTF_8);
  }
}
