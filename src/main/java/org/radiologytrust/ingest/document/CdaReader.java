package org.radiologytrust.ingest.document;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Texts;

/**
 * Reads the narrative of a CDA: title and text of each section, in order. Its coded entries are not
 * read, since the narrative is what the author signed.
 */
final class CdaReader {
  private static final int MAX_DEPTH = 200;

  /** Elements of a narrative that stand on lines of their own. */
  private static final Set<String> BLOCKS =
      Set.of("text", "paragraph", "list", "item", "table", "tr", "caption", "footnote", "title");

  private final DocumentLimits limits;
  private final RadiologyCodes codes;

  CdaReader(DocumentLimits limits, RadiologyCodes codes) {
    this.limits = limits;
    this.codes = codes;
  }

  /**
   * What a CDA has.
   *
   * @param embedded the document that is its body; null if it has sections
   * @param mediaType of the embedded document
   */
  record Body(
      List<Document.Line> lines,
      List<NotAudited> notRead,
      byte @Nullable [] embedded,
      String mediaType) {}

  Body read(byte[] data) {
    try {
      return new Narrative().read(data);
    } catch (XMLStreamException e) {
      throw new UnreadableException(Reason.BROKEN);
    }
  }

  /** One document. */
  private final class Narrative {
    private final Lines lines = new Lines(limits.maxText());
    private final Deque<String> path = new ArrayDeque<>();
    private final Deque<Section> sections = new ArrayDeque<>();
    private final StringBuilder block = new StringBuilder();
    private final StringBuilder embedded = new StringBuilder();
    private final Deadline deadline = new Deadline(limits.time());
    private String mediaType = "";
    private boolean base64;
    private boolean inEmbedded;
    private int narrative;
    private int skipped;
    private int pictures;
    private int deleted;

    Body read(byte[] data) throws XMLStreamException {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(data));
      requireValid(data, reader.getEncoding());
      while (reader.hasNext()) {
        deadline.check();
        switch (reader.next()) {
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new UnreadableException(Reason.BROKEN);
          case XMLStreamConstants.START_ELEMENT -> start(reader);
          case XMLStreamConstants.END_ELEMENT -> end(reader.getLocalName());
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
              characters(reader.getText());
          default -> {}
        }
      }
      reader.close();
      return body();
    }

    private Body body() {
      List<NotAudited> notRead = new ArrayList<>();
      if (pictures > 0) {
        notRead.add(NotAudited.other("picture of a CDA", pictures, NotAudited.Unit.ITEMS));
      }
      if (deleted > 0) {
        notRead.add(NotAudited.other("deleted text of a CDA", deleted, NotAudited.Unit.CHARACTERS));
      }
      List<Document.Line> read = lines.list();
      if (!read.isEmpty() || embedded.isEmpty()) {
        return new Body(read, notRead, null, "");
      }
      return new Body(List.of(), List.of(), bytes(), mediaType);
    }

    private byte[] bytes() {
      return base64
          ? Base64Data.decode(embedded.toString())
          : embedded.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void start(XMLStreamReader reader) {
      String name = reader.getLocalName();
      if (path.isEmpty() && !name.equals("ClinicalDocument")) {
        throw new UnreadableException(Reason.TYPE);
      }
      if (path.size() >= MAX_DEPTH) {
        throw new UnreadableException(Reason.TOO_DEEP);
      }
      String parent = Texts.orEmpty(path.peek());
      path.push(name);
      if (narrative > 0) {
        narrative++;
        inNarrative(name, reader);
      } else if (name.equals("section")) {
        sections.push(sections.isEmpty() ? Section.OTHER : sections.peek());
      } else if (parent.equals("section") && name.equals("code")) {
        String code = Texts.orEmpty(reader.getAttributeValue(null, "code"));
        codes.section(code).ifPresent(this::mark);
      } else if (parent.equals("section") && (name.equals("text") || name.equals("title"))) {
        narrative = 1;
      } else if (parent.equals("nonXMLBody") && name.equals("text")) {
        mediaType = Texts.orEmpty(reader.getAttributeValue(null, "mediaType"));
        base64 = "B64".equals(reader.getAttributeValue(null, "representation"));
        inEmbedded = true;
      }
    }

    private void mark(Section section) {
      sections.pop();
      sections.push(section);
    }

    private void inNarrative(String name, XMLStreamReader reader) {
      if (skipped > 0 || "delete".equals(reader.getAttributeValue(null, "revised"))) {
        skipped++;
      } else if (name.equals("renderMultiMedia")) {
        pictures++;
      } else if (name.equals("br")) {
        block.append('\n');
      } else if (name.equals("td") || name.equals("th")) {
        block.append(atLineStart() ? "" : " ");
      } else if (BLOCKS.contains(name) && !atLineStart()) {
        block.append('\n');
      }
    }

    private boolean atLineStart() {
      return block.isEmpty() || block.charAt(block.length() - 1) == '\n';
    }

    private void characters(String text) {
      if (inEmbedded) {
        embedded.append(text);
      } else if (skipped > 0) {
        deleted += (int) text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
      } else if (narrative > 0) {
        String plain = text.replaceAll("[ \\t\\r\\n\\f\\u00a0]+", " ");
        boolean blank = !block.isEmpty() && block.charAt(block.length() - 1) == ' ';
        block.append(
            (atLineStart() || blank) && plain.startsWith(" ") ? plain.substring(1) : plain);
        if (block.length() > 2L * limits.maxText()) {
          throw new UnreadableException(Reason.TOO_MUCH_TEXT);
        }
      }
    }

    private void end(String name) {
      path.pop();
      inEmbedded = false;
      if (skipped > 0) {
        skipped--;
      }
      if (narrative > 0) {
        narrative--;
        if (BLOCKS.contains(name) && !atLineStart()) {
          block.append('\n');
        }
        if (narrative == 0) {
          endNarrative(name);
        }
      } else if (name.equals("section")) {
        sections.pop();
      }
    }

    private void endNarrative(String name) {
      Section section = sections.isEmpty() ? Section.OTHER : sections.peek();
      if (name.equals("title")) {
        lines.text("\n", null);
      }
      lines.text(block.toString(), section == Section.OTHER ? null : section);
      block.setLength(0);
    }
  }

  /** The JDK's reader prints a line to standard error for bytes that are not of the encoding. */
  private static void requireValid(byte[] data, @Nullable String encoding) {
    try {
      Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
      charset.newDecoder().decode(ByteBuffer.wrap(data));
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw new UnreadableException(Reason.BROKEN);
    }
  }

  /** Creates a new factory for each text, because a factory keeps the last text in memory. */
  private static XMLInputFactory factory() {
    // the JDK's own factory: a library on the class path must not decide about entities
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }
}
