package org.radiologytrust.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** CDA with text in every kind of element, of the message's person and of another one. */
public final class CdaMutator implements DocumentMutator {
  private static final List<String> VISIBLE =
      List.of(
          "<text>%s nodule.</text>",
          "<text><paragraph>%s</paragraph></text>",
          "<text><list><item>%s</item><item>No effusion</item></list></text>",
          "<text><table><tr><th>Size</th><td>%s</td></tr></table></text>",
          "<text><content styleCode=\"Bold\">%s</content></text>",
          "<text><![CDATA[%s]]></text>",
          "<text>Nodule<!-- no word --><br/>%s</text>",
          "<text/><component><section><title>More</title><text>%s</text></section></component>",
          // not read, so it must be named
          "<title>Coded</title><entry><observation classCode=\"OBS\" moodCode=\"EVN\">"
              + "<value xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"ST\">%s"
              + "</value></observation></entry>");

  private static final List<String> HIDDEN =
      List.of(
          "<text>Lungs <content revised=\"delete\">%s</content> clear.</text>",
          "<text>Lungs <content styleCode=\"Strikethrough\">%s</content> clear.</text>");

  private final Random random;

  public CdaMutator(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public ChangedDocument next() {
    Words words = new Words();
    Set<String> visible = new HashSet<>();
    Set<String> hidden = new HashSet<>();
    List<String> sections = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      sections.add(section(VISIBLE, words.next(), visible));
    }
    for (int i = random.nextInt(2); i > 0; i--) {
      sections.add(section(HIDDEN, words.next(), hidden));
    }
    for (int change = random.nextInt(3); change > 0; change--) {
      change(sections);
    }
    boolean foreign = random.nextInt(4) == 0;
    String body = "<structuredBody>" + String.join("", sections) + "</structuredBody>";
    if (random.nextInt(10) == 0) {
      String word = words.next();
      visible.add(word);
      body += second(word);
    }
    String document =
        "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>CT</title>"
            + targets(foreign)
            + "<component>"
            + body
            + "</component></ClinicalDocument>";
    if (random.nextInt(5) == 0) {
      document = document.replaceAll("<(/?)(\\w)", "<$1h:$2").replaceFirst("xmlns=", "xmlns:h=");
    }
    byte[] data = Cuts.maybe(document.getBytes(StandardCharsets.UTF_8), random);
    return new ChangedDocument(data, "text^x-hl7-cda-level-two", visible, hidden, foreign);
  }

  private String section(List<String> forms, String word, Set<String> words) {
    words.add(word);
    String form = forms.get(random.nextInt(forms.size()));
    return "<component><section>" + form.formatted(word) + "</section></component>";
  }

  /** None of these changes what a reader sees. */
  private void change(List<String> sections) {
    int at = random.nextInt(sections.size());
    String section = sections.get(at);
    switch (random.nextInt(4)) {
      case 0 -> sections.add(at, section);
      case 1 -> Collections.swap(sections, at, random.nextInt(sections.size()));
      case 2 ->
          sections.set(
              at,
              "<component><section><title>Outer</title>".repeat(5)
                  + section
                  + "</section></component>".repeat(5));
      default -> sections.add(at, "<component><section nullFlavor=\"NI\"/></component>");
    }
  }

  private static String second(String word) {
    String data = Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8));
    return "</component><component><nonXMLBody><text mediaType=\"text/plain\""
        + " representation=\"B64\">"
        + data
        + "</text></nonXMLBody>";
  }

  /** Of a document about the message's own person it may be missing or say little. */
  private String targets(boolean foreign) {
    String own = target("4711", "Testcase", "Ada", "19700203", "F");
    String other = target("9999", "Mueller", "Jonas", "19450811", "M");
    if (foreign) {
      return random.nextInt(3) == 0 ? own + other : other;
    }
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 ->
          "<recordTarget><patientRole><id nullFlavor=\"UNK\"/><patient nullFlavor=\"NI\"/>"
              + "</patientRole></recordTarget>";
      default -> own;
    };
  }

  /** The element that names the person of a document. */
  public static String target(String id, String family, String given, String born, String sex) {
    return "<recordTarget><patientRole><id root=\"1.2.3\" extension=\""
        + id
        + "\"/><patient><name><given>"
        + given
        + "</given><family>"
        + family
        + "</family></name><administrativeGenderCode code=\""
        + sex
        + "\"/><birthTime value=\""
        + born
        + "\"/></patient></patientRole></recordTarget>";
  }
}
