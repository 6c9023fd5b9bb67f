package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values as RFC 4180 has them: quoted fields may hold commas and lines. */
public final class Csv {
  private final String text;
  private int at;

  private Csv(String text) {
    this.text = text;
  }

  /** The records with their fields. A record without any text is left out. */
  public static List<List<String>> records(String text) {
    Csv csv = new Csv(text.startsWith("\ufeff") ? text.substring(1) : text);
    List<List<String>> records = new ArrayList<>();
    while (csv.at < csv.text.length()) {
      List<String> record = csv.next();
      if (record.size() > 1 || !record.get(0).isEmpty()) {
        records.add(record);
      }
    }
    return records;
  }

  private List<String> next() {
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
      } else {
        lineEnd();
        return fields;
      }
    }
  }

  private String plain() {
    int from = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() {
    StringBuilder field = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        field.append(c);
        at++;
      } else {
        break;
      }
    }
    // characters between the closing quote and the comma belong to no field
    plain();
    return field.toString();
  }

  private void lineEnd() {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
  }
}
