package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.GoldenImages.Golden;

/** The same in each lossless transfer syntax that dcmtk writes. */
public abstract class GoldenSyntaxesContract extends GoldenImagesContract {
  /** A transfer syntax, and the command of dcmtk that writes it. */
  private record Syntax(String uid, String tool, String option) {
    boolean compressed() {
      return !tool.equals("dcmconv");
    }

    @Override
    public String toString() {
      return uid;
    }
  }

  private static final List<Syntax> SYNTAXES =
      List.of(
          new Syntax("1.2.840.10008.1.2", "dcmconv", "+ti"),
          new Syntax("1.2.840.10008.1.2.2", "dcmconv", "+tb"),
          new Syntax("1.2.840.10008.1.2.1.99", "dcmconv", "+td"),
          new Syntax("1.2.840.10008.1.2.5", "dcmcrle", "-q"),
          new Syntax("1.2.840.10008.1.2.4.57", "dcmcjpeg", "+el"),
          new Syntax("1.2.840.10008.1.2.4.70", "dcmcjpeg", "+e1"),
          new Syntax("1.2.840.10008.1.2.4.80", "dcmcjpls", "+el"));

  @TempDir private Path folder;

  /** Transfer syntaxes that the store refuses or cannot decode. */
  protected Set<String> notDecoded() {
    return Set.of();
  }

  static Stream<Arguments> inEachSyntax() throws IOException {
    return GoldenImages.all().stream()
        .flatMap(
            image ->
                SYNTAXES.stream()
                    .filter(syntax -> image.compressible() || !syntax.compressed())
                    .map(syntax -> Arguments.of(image, syntax)));
  }

  @ParameterizedTest
  @MethodSource("inEachSyntax")
  void theTransferSyntaxChangesNoLevel(Golden image, Syntax syntax) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (String name : image.files()) {
      files.add(converted(name, syntax));
    }
    if (notDecoded().contains(syntax.uid())) {
      assertKind(Kind.FAILED, () -> assertLevels(image, files));
    } else {
      assertLevels(image, files);
    }
  }

  private byte[] converted(String name, Syntax syntax) throws Exception {
    Path plain = Files.write(folder.resolve(name), GoldenImages.file(name));
    Path converted = folder.resolve("converted-" + name);
    List<String> command =
        List.of(syntax.tool(), syntax.option(), plain.toString(), converted.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return Files.readAllBytes(converted);
  }
}
