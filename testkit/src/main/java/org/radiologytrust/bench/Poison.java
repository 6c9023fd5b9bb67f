package org.radiologytrust.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;

/**
 * The worst HL7 messages that are known. Each of them once used up the processor, the memory or a
 * reader of documents. All come from one sender.
 */
final class Poison {
  private static final int LONG = 467_000;

  private static final List<String> TEXTS =
      List.of(
          "ADDENDUM: The left effusion is now on the right. No nodule of # mm.\n",
          "ADDENDUM: There is no nodule. There is a nodule in segment #.\n",
          "ADDENDUM: Left should read right. Possible mass of # mm.\n",
          "FINDINGS: Left effusion of # mm. No mass.\nIMPRESSION: Right effusion of # cm.\n",
          "IMPRESSION: mass of # mm.\nRECOMMENDATION: CT in # months.\n",
          "No pneumothorax. Pneumothorax on the left.\n",
          "This nodule is on the right side. The nodule is on the left side.\n",
          "Status post left nephrectomy. The left kidney is normal.\n",
          "The nodule has grown from # mm to 3 mm. It is unchanged.\n",
          "no effusion, or mass, and ",
          "left effusion and no right nodule ",
          "((((");

  private Poison() {}

  /** Each in bytes of UTF-8, without the frame. */
  static List<String> messages() {
    List<String> all = new ArrayList<>();
    for (String unit : TEXTS) {
      all.add(text(all.size(), unit));
    }
    all.add(document(all.size(), "application^pdf", selfDrawing()));
    all.add(document(all.size(), "application^pdf", fan()));
    all.add(document(all.size(), "application^pdf", deflated()));
    all.add(document(all.size(), "text^html", bytes(styles())));
    all.add(document(all.size(), "text^html", bytes("<div>".repeat(200_000))));
    all.add(document(all.size(), "application^rtf", bytes("{\\rtf1 " + "{".repeat(300_000))));
    all.add(document(all.size(), "text^xml", bytes(laughs())));
    all.add(document(all.size(), "text^xml", bytes(nested())));
    return all;
  }

  private static String text(int number, String unit) {
    StringBuilder text = new StringBuilder("FINDINGS:\n");
    for (int i = 1; text.length() < LONG; i++) {
      text.append(unit.replace("#", Integer.toString(i % 90 + 1)));
    }
    return message(number, text.substring(0, LONG));
  }

  private static String message(int number, String text) {
    String id = "POISON" + number;
    return Chest.oru(PhantomStudy.chest(id), id, "PHANTOM-1", text, "F", 30)
        .replace("|RIS|HOSP|", "|ROGUE|HOSP|");
  }

  private static String document(int number, String type, byte[] content) {
    return message(number, "Normal chest.")
        + "OBX|2|ED|18748-4^Report^LN||^"
        + type
        + "^Base64^"
        + Base64.getEncoder().encodeToString(content)
        + "||||||F\r";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A page with a form that draws itself. */
  private static byte[] selfDrawing() {
    return Pdfs.document(
        document -> {
          PDFormXObject form = new PDFormXObject(document);
          form.setBBox(PDRectangle.A4);
          form.setResources(new PDResources());
          form.getResources().put(COSName.getPDFName("F"), form);
          content(form, "/F Do /F Do /F Do /F Do ");
          Pdfs.page(document, PDRectangle.A4, page -> page.drawForm(form));
        });
  }

  /** Ten levels of forms, each drawn ten times by the one before it. */
  private static byte[] fan() {
    return Pdfs.document(
        document -> {
          PDFormXObject inner = new PDFormXObject(document);
          inner.setBBox(PDRectangle.A4);
          inner.setResources(new PDResources());
          content(inner, "0 0 m 9 9 l S ");
          for (int level = 0; level < 10; level++) {
            PDFormXObject outer = new PDFormXObject(document);
            outer.setBBox(PDRectangle.A4);
            outer.setResources(new PDResources());
            outer.getResources().put(COSName.getPDFName("F"), inner);
            content(outer, "/F Do ".repeat(10));
            inner = outer;
          }
          PDFormXObject all = inner;
          Pdfs.page(document, PDRectangle.A4, page -> page.drawForm(all));
        });
  }

  private static void content(PDFormXObject form, String operators) throws IOException {
    try (var out = form.getContentStream().createOutputStream()) {
      out.write(operators.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** A page whose content unpacks to a gigabyte. */
  private static byte[] deflated() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      byte[] block = "0 0 m ".repeat(1 << 17).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 1 << 30; i += block.length) {
        out.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    pdf.writeBytes(
        bytes(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
                + "4 0 obj<</Filter/FlateDecode/Length "
                + packed.size()
                + ">>stream\n"));
    pdf.writeBytes(packed.toByteArray());
    pdf.writeBytes(bytes("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"));
    return pdf.toByteArray();
  }

  private static String styles() {
    return "<style>"
        + "i,b,p{top:1px}".repeat(20_000)
        + "</style>"
        + "<p><b>x</b></p>".repeat(10_000);
  }

  private static String laughs() {
    StringBuilder entities = new StringBuilder("<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      entities.append("<!ENTITY a").append(i).append(" \"");
      entities.append(("&a" + (i - 1) + ";").repeat(10)).append("\">");
    }
    return "<?xml version=\"1.0\"?><!DOCTYPE c ["
        + entities
        + "]><ClinicalDocument xmlns=\"urn:hl7-org:v3\">&a29;</ClinicalDocument>";
  }

  private static String nested() {
    return "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">"
        + "<section>".repeat(100_000);
  }
}
