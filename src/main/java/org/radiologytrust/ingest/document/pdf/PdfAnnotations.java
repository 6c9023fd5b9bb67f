package org.radiologytrust.ingest.document.pdf;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDPushButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.text.TextPosition;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;
import org.radiologytrust.model.Texts;

/**
 * The form fields, signatures and other annotations of a PDF. They are not read, and those with
 * text are counted: by their value, their comment, or what they show.
 */
final class PdfAnnotations {
  /** Where a field or a file specification is looked for, not deeper than this. */
  private static final int DEEPEST = 50;

  private final PDDocument document;
  private final Deadline deadline;

  /** The widgets of fields that were counted, or never count. */
  private final Set<COSBase> known = Collections.newSetFromMap(new IdentityHashMap<>());

  private int fields;
  private int signatures;
  private int others;
  private int files;
  private int letters;

  PdfAnnotations(PDDocument document, Deadline deadline) {
    this.document = document;
    this.deadline = deadline;
    countFields();
    COSDictionary names = dictionary(document.getDocumentCatalog().getCOSObject(), "Names");
    countFiles(names == null ? null : dictionary(names, "EmbeddedFiles"), 0);
  }

  private static COSDictionary dictionary(COSDictionary of, String name) {
    return of.getCOSDictionary(COSName.getPDFName(name));
  }

  private void countFields() {
    // null: otherwise PDFBox would draw the fields anew, and look for fonts on this machine
    PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
    if (form == null) {
      return;
    }
    fields += form.hasXFA() ? 1 : 0;
    for (PDField field : form.getFieldTree()) {
      deadline.check();
      boolean signature = field instanceof PDSignatureField;
      boolean filled = !signature && isFilled(field);
      fields += filled ? 1 : 0;
      signatures += signature && field.getCOSObject().containsKey(COSName.V) ? 1 : 0;
      if (filled || signature || field instanceof PDPushButton) {
        field.getWidgets().forEach(widget -> known.add(widget.getCOSObject()));
      }
    }
  }

  private static boolean isFilled(PDField field) {
    String value = Texts.orEmpty(field.getValueAsString());
    return !value.isBlank() && !value.equals("Off");
  }

  private void countFiles(COSDictionary tree, int depth) {
    deadline.check();
    if (tree == null || depth > DEEPEST) {
      return;
    }
    COSArray leaves = tree.getCOSArray(COSName.NAMES);
    files += leaves == null ? 0 : leaves.size() / 2;
    COSArray kids = tree.getCOSArray(COSName.KIDS);
    for (int i = 0; kids != null && i < kids.size(); i++) {
      if (kids.getObject(i) instanceof COSDictionary kid) {
        countFiles(kid, depth + 1);
      }
    }
  }

  /** Whether a person sees an annotation. */
  static boolean isShown(PDAnnotation annotation) {
    return !annotation.isHidden() && !annotation.isNoView();
  }

  /** How many letters the annotations have shown so far. */
  int letters() {
    return letters;
  }

  /** Takes a letter that an annotation shows. */
  void letter(TextPosition letter) {
    letters += letter.getUnicode().isBlank() ? 0 : 1;
  }

  /**
   * Takes an annotation.
   *
   * @param shows whether its appearance has text
   */
  void add(PDAnnotation annotation, boolean shows) {
    boolean written = shows || !Texts.orEmpty(annotation.getContents()).isBlank();
    switch (Texts.orEmpty(annotation.getSubtype())) {
      case "Link", "Popup" -> {}
      case "FileAttachment" -> files++;
      case "Widget" -> {
        if (known.contains(annotation.getCOSObject())) {
          return;
        } else if ("Sig".equals(inherited(annotation.getCOSObject(), COSName.FT))) {
          signatures++;
        } else if (shows || !inherited(annotation.getCOSObject(), COSName.V).isBlank()) {
          fields++;
        }
      }
      default -> others += written ? 1 : 0;
    }
  }

  /** A name or string of a field or of the fields above it; empty if there is none. */
  private static String inherited(COSDictionary field, COSName key) {
    COSDictionary at = field;
    for (int i = 0; at != null && i < DEEPEST; i++) {
      COSBase value = at.getDictionaryObject(key);
      if (value instanceof COSName name) {
        return name.getName().equals("Off") ? "" : name.getName();
      } else if (value instanceof COSString string) {
        return string.getString();
      }
      at = at.getCOSDictionary(COSName.PARENT);
    }
    return "";
  }

  /** The areas of text that an annotation strikes out, in the coordinates of the page. */
  static List<Rectangle2D> struckAreas(PDAnnotation annotation) {
    List<Rectangle2D> areas = new ArrayList<>();
    COSArray quads = annotation.getCOSObject().getCOSArray(COSName.QUADPOINTS);
    if (!"StrikeOut".equals(annotation.getSubtype()) || quads == null) {
      return areas;
    }
    float[] points = quads.toFloatArray();
    for (int i = 0; i + 8 <= points.length; i += 8) {
      Rectangle2D area = new Rectangle2D.Float(points[i], points[i + 1], 0, 0);
      for (int j = 2; j < 8; j += 2) {
        area.add(points[i + j], points[i + j + 1]);
      }
      areas.add(area);
    }
    return areas;
  }

  /** What has to be named. */
  List<NotAudited> parts() {
    List<NotAudited> parts = new ArrayList<>();
    add(parts, "form field of a PDF", fields, true);
    add(parts, "annotation of a PDF", others, true);
    add(parts, "file attached to a PDF", files, true);
    // says who signed, which the message says too
    add(parts, "signature field of a PDF", signatures, false);
    return parts;
  }

  private static void add(List<NotAudited> parts, String what, int count, boolean reportText) {
    if (count > 0) {
      parts.add(new NotAudited(what, count, Unit.ITEMS, reportText));
    }
  }
}
