package org.radiologytrust.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/** PDFs of a few pages, with words that nobody sees, whose objects are lost, renamed or cut. */
final class PdfMutator implements DocumentMutator {
  private static final Pattern OBJECT = Pattern.compile("(?s)\\n\\d+ 0 obj\\n.*?\\nendobj");

  private final Random random;

  PdfMutator(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public ChangedDocument next() {
    Words words = new Words();
    Set<String> visible = new HashSet<>();
    Set<String> hidden = new HashSet<>();
    Set<String> onFirstPage = new HashSet<>();
    byte[] data = made(words, visible, hidden, onFirstPage);
    if (random.nextInt(3) == 0) {
      data = damaged(data, visible, hidden, onFirstPage);
    }
    return new ChangedDocument(Cuts.maybe(data, random), "application^pdf", visible, hidden, false);
  }

  private byte[] made(
      Words words, Set<String> visible, Set<String> hidden, Set<String> onFirstPage) {
    try (PDDocument document = new PDDocument()) {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        PDPage page = new PDPage();
        document.addPage(page);
        boolean packed = random.nextBoolean();
        try (PDPageContentStream stream =
            new PDPageContentStream(document, page, AppendMode.OVERWRITE, packed)) {
          float y = 700;
          for (int line = 1 + random.nextInt(4); line > 0; line--) {
            String word = words.next();
            visible.add(word);
            text(stream, 11, y, word + " nodule.");
            y -= 20;
          }
          if (random.nextInt(3) == 0) {
            String word = words.next();
            hidden.add(word);
            unseen(stream, y, word);
          }
        }
        if (onFirstPage.isEmpty()) {
          onFirstPage.addAll(visible);
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(
          out,
          random.nextBoolean()
              ? CompressParameters.NO_COMPRESSION
              : CompressParameters.DEFAULT_COMPRESSION);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void unseen(PDPageContentStream stream, float y, String word) throws IOException {
    stream.saveGraphicsState();
    float size = 11;
    float at = y;
    switch (random.nextInt(5)) {
      case 0 -> stream.setRenderingMode(RenderingMode.NEITHER);
      case 1 -> stream.setNonStrokingColor(1f, 1f, 1f);
      case 2 -> {
        PDExtendedGraphicsState clear = new PDExtendedGraphicsState();
        clear.setNonStrokingAlphaConstant(0f);
        stream.setGraphicsStateParameters(clear);
      }
      case 3 -> size = 0.4f;
      default -> at = 3000;
    }
    text(stream, size, at, word);
    stream.restoreGraphicsState();
  }

  private static void text(PDPageContentStream stream, float size, float y, String text)
      throws IOException {
    stream.beginText();
    stream.setFont(new PDType1Font(FontName.HELVETICA), size);
    stream.newLineAtOffset(72, y);
    stream.showText(text);
    stream.endText();
  }

  /**
   * Loses or changes one thing. Each changed place keeps its length, so that offsets hold. Words
   * that no reader can see any more are removed from the visible ones. A lost graphics state may
   * show the words that it hid.
   */
  private byte[] damaged(
      byte[] data, Set<String> visible, Set<String> hidden, Set<String> onFirstPage) {
    String file = new String(data, StandardCharsets.ISO_8859_1);
    List<MatchResult> objects = new ArrayList<>(OBJECT.matcher(file).results().toList());
    String changed =
        switch (random.nextInt(6)) {
          case 0 -> {
            hidden.clear();
            yield objects.isEmpty() ? file : without(file, objects);
          }
          case 1 -> file.replaceFirst("/Count \\d", "/Count 9");
          case 2 -> {
            String blank = file.replaceFirst("/Contents", "/Contentz");
            if (!blank.equals(file)) {
              visible.removeAll(onFirstPage);
            }
            yield blank;
          }
          case 3 -> file.replaceFirst("startxref\\s+\\d", "startxref\n9");
          case 4 -> file.replaceFirst("endstream", "endstreaz");
          default -> file.replaceFirst("%%EOF", "%%EOX");
        };
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String without(String file, List<MatchResult> objects) {
    MatchResult lost = objects.get(random.nextInt(objects.size()));
    return file.substring(0, lost.start())
        + " ".repeat(lost.end() - lost.start())
        + file.substring(lost.end());
  }
}
