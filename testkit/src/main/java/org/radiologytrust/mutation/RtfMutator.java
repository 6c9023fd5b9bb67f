package org.radiologytrust.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** RTF with text in every kind of group. */
final class RtfMutator implements DocumentMutator {
  private static final String HEAD =
      "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}"
          + "{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255\\blue255;}"
          + "{\\stylesheet{\\s0 Normal;}{\\s1 Heading;}}\n";

  /** The text of a document goes where {@code %s} stands. */
  private static final List<String> VISIBLE =
      List.of(
          "%s nodule.\\par\n",
          "\\b %s\\b0\\par\n",
          "{\\s1 %s\\par}\n",
          "{\\header\\pard %s\\par}\n",
          "{\\footer\\pard %s\\par}\n",
          "Nodule{\\footnote\\pard %s\\par}.\\par\n",
          "\\trowd\\cellx1000\\cellx2000\\intbl %s\\cell 6 mm\\cell\\row\\pard\n",
          "{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt %s}}\\par\n",
          "{\\shp{\\*\\shpinst\\shpleft0\\shptop0{\\shptxt\\pard %s\\par}}}\\par\n",
          "{\\listtext 1.\\tab}%s\\par\n",
          "{\\v0 %s}\\par\n",
          "{\\fs20 %s}\\par\n");

  private static final List<String> HIDDEN =
      List.of(
          "Lungs {\\v %s} clear.\\par\n",
          "Lungs {\\fs1 %s} clear.\\par\n",
          "Lungs {\\strike %s} clear.\\par\n",
          "Lungs {\\deleted %s} clear.\\par\n",
          "Lungs {\\cf2 %s} clear.\\par\n");

  private final Random random;

  RtfMutator(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public ChangedDocument next() {
    Words words = new Words();
    Set<String> visible = new HashSet<>();
    Set<String> hidden = new HashSet<>();
    List<String> parts = new ArrayList<>();
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      parts.add(part(VISIBLE, words.next(), visible));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      parts.add(part(HIDDEN, words.next(), hidden));
    }
    Collections.shuffle(parts, random);
    for (int change = random.nextInt(3); change > 0; change--) {
      change(parts);
    }
    byte[] data = (HEAD + String.join("", parts) + "}").getBytes(StandardCharsets.ISO_8859_1);
    byte[] kept = Cuts.maybe(data, random);
    String text = new String(kept, StandardCharsets.ISO_8859_1);
    if (isClosed(text)) {
      // cut right after a stray brace: nobody can tell that more followed
      visible.removeIf(word -> !text.contains(word));
    }
    return new ChangedDocument(kept, "text^rtf", visible, hidden, false);
  }

  /** Whether each group is closed at the very end. */
  private static boolean isClosed(String rtf) {
    int depth = 0;
    for (int i = 0; i < rtf.length(); i++) {
      depth += rtf.charAt(i) == '{' ? 1 : rtf.charAt(i) == '}' ? -1 : 0;
    }
    return depth == 0 && rtf.strip().endsWith("}");
  }

  private String part(List<String> forms, String word, Set<String> words) {
    words.add(word);
    return forms.get(random.nextInt(forms.size())).formatted(word);
  }

  /** None of these changes what a reader sees. */
  private void change(List<String> parts) {
    int at = random.nextInt(parts.size());
    String part = parts.get(at);
    switch (random.nextInt(6)) {
      case 0 -> parts.add(at, "}");
      case 1 -> parts.set(at, "{".repeat(20) + part + "}".repeat(20));
      case 2 -> parts.add(at, part);
      case 3 -> parts.add(at, "{\\*\\unknown {\\pict 00}}");
      case 4 -> parts.add(at, "{\\info{\\title x}}\\'e4\\u228?\\bin3 {{{");
      default -> parts.add(at, "\\unknown99999999999 ");
    }
  }
}
