package org.radiologytrust.ingest.document.cda;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.DocumentPart;
import org.radiologytrust.ingest.document.Lines;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Texts;

/**
 * Reads a CDA: whom it is about, title and narrative of each section in order, and other bodies.
 * The coded entries of a section are not read, since the narrative is what the author signed; a
 * section that has nothing else is named. A narrative about a fetus or a relative ({@code
 * section/subject}) is text of this patient's document like any other.
 */
public final class CdaReader {
  private static final int MAX_DEPTH = 200;

  private final DocumentLimits limits;
  private final RadiologyCodes codes;
  private final CdaStyles styles;

  public CdaReader(DocumentLimits limits, RadiologyCodes codes, CdaStyles styles) {
    this.limits = limits;
    this.codes = codes;
    this.styles = styles;
  }

  /**
   * What a CDA has.
   *
   * @param lines the text of its sections
   * @param patients whom it names as its patients
   * @param bodies documents that are its body, or stand beside its sections
   */
  public record Body(
      List<Document.Line> lines,
      List<NotAudited> notRead,
      List<Patient> patients,
      List<DocumentPart> bodies) {}

  public Body read(byte[] data, Deadline deadline) {
    try {
      Parsing parsing = new Parsing(styles, deadline);
      Body body = parsing.read(data);
      String sheets = parsing.narrative.sheets();
      // a style sheet may stand behind what it hides
      return sheets.isEmpty() ? body : new Parsing(styles.with(sheets), deadline).read(data);
    } catch (XMLStreamException e) {
      throw new UnreadableException(Reason.BROKEN);
    }
  }

  /** One pass through a document. */
  private final class Parsing {
    private final Deque<String> path = new ArrayDeque<>();
    private final Deque<CdaSection> sections = new ArrayDeque<>();
    private final Lines lines = new Lines(limits.maxText());
    private final List<NotAudited> notRead = new ArrayList<>();
    private final CdaPatients patients = new CdaPatients();
    private final CdaBodies bodies = new CdaBodies();
    private final CdaNarrative narrative;
    private final Deadline deadline;
    private boolean inRecordTarget;

    Parsing(CdaStyles looks, Deadline deadline) {
      this.deadline = deadline;
      this.narrative = new CdaNarrative(looks, limits.maxText());
    }

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
      notRead.addAll(0, narrative.notRead());
      return new Body(lines.list(), NotAudited.merged(notRead), patients.all(), bodies.all());
    }

    private void start(XMLStreamReader reader) {
      String name = reader.getLocalName();
      if (path.isEmpty() && !name.equals("ClinicalDocument")) {
        throw new UnreadableException(Reason.TYPE);
      } else if (path.size() >= MAX_DEPTH) {
        throw new UnreadableException(Reason.TOO_DEEP);
      }
      String parent = Texts.orEmpty(path.peek());
      path.push(name);
      CdaSection section = sections.peek();
      if (inRecordTarget) {
        patients.start(name, reader);
      } else if (path.size() == 2 && name.equals("recordTarget")) {
        inRecordTarget = true;
      } else if (narrative.isOpen()) {
        narrative.start(name, reader);
      } else if (bodies.isOpen() || name.equals("text") && parent.equals("nonXMLBody")) {
        bodies.start(reader);
      } else if (section != null && (section.inEntry() || name.equals("entry"))) {
        section.startEntry(name, parent, reader);
      } else if (name.equals("section")) {
        sections.push(new CdaSection(section == null ? Section.OTHER : section.section()));
      } else if (section != null && parent.equals("section")) {
        if (name.equals("code")) {
          String code = Texts.orEmpty(reader.getAttributeValue(null, "code"));
          section.named(code, codes.section(code));
        } else if (name.equals("text") || name.equals("title")) {
          narrative.start(name, reader);
        }
      }
    }

    private void characters(String text) {
      CdaSection section = sections.peek();
      if (inRecordTarget) {
        patients.characters(text);
      } else if (narrative.isOpen()) {
        narrative.characters(text);
      } else if (bodies.isOpen()) {
        bodies.characters(text);
      } else if (section != null && section.inEntry()) {
        section.characters(text);
      }
    }

    private void end(String name) {
      CdaSection section = sections.peek();
      if (inRecordTarget) {
        patients.end();
        inRecordTarget = path.size() > 2;
      } else if (narrative.isOpen()) {
        narrative.end(name).ifPresent(text -> add(name, text));
      } else if (bodies.isOpen()) {
        bodies.end();
      } else if (section != null && section.inEntry()) {
        section.endEntry();
      } else if (section != null && name.equals("section")) {
        notRead.addAll(sections.pop().notRead());
      }
      path.pop();
    }

    private void add(String name, CdaNarrative.Text text) {
      CdaSection section = sections.element();
      if (name.equals("title")) {
        lines.text("\n", null);
      } else if (text.said()) {
        section.narrated();
      }
      lines.text(text.shown(), section.section() == Section.OTHER ? null : section.section());
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
