package org.radiologytrust.ingest.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.radiologytrust.mutation.CdaMutator;
import org.radiologytrust.mutation.Words;

/**
 * Makes Bundles with the reports of two patients and everything that a report can refer to, and
 * changes them by their structure.
 */
final class BundleMutator {
  static final String SYSTEM = "urn:oid:1.2.3";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> STATUSES =
      List.of(
          "final",
          "preliminary",
          "amended",
          "corrected",
          "appended",
          "cancelled",
          "entered-in-error",
          "unknown",
          "registered",
          "current",
          "superseded",
          "completed",
          "nonsense");
  private static final List<String> TYPES = List.of("collection", "transaction", "batch");

  private final Random random;
  private int round;

  BundleMutator(long seed) {
    this.random = new Random(seed);
  }

  /** The next Bundle in JSON. */
  byte[] next() {
    round++;
    ObjectNode bundle = made();
    for (int change = 1 + random.nextInt(3); change > 0; change--) {
      change(bundle);
    }
    byte[] message = bundle.toString().getBytes(StandardCharsets.UTF_8);
    return random.nextInt(20) == 0
        ? Arrays.copyOf(message, random.nextInt(message.length))
        : message;
  }

  // the Bundle

  private ObjectNode made() {
    Words words = new Words();
    ObjectNode bundle = JSON.createObjectNode().put("resourceType", "Bundle");
    bundle.put("type", TYPES.get(random.nextInt(TYPES.size())));
    ArrayNode entries = bundle.putArray("entry");
    boolean both = random.nextBoolean();
    person(entries, words, "a", "MRN-1", "Testcase", "Ada", "1970-02-03", "female", true);
    person(entries, words, "b", "MRN-2", "Mueller", "Jonas", "1945-08-11", "male", both);
    return bundle;
  }

  private void person(
      ArrayNode entries,
      Words words,
      String key,
      String number,
      String family,
      String given,
      String born,
      String gender,
      boolean reported) {
    ObjectNode patient = entry(entries, key, "Patient");
    patient.putArray("identifier").addObject().put("system", SYSTEM).put("value", number);
    patient.putArray("name").addObject().put("family", family).putArray("given").add(given);
    patient.put("birthDate", born).put("gender", gender);
    ObjectNode child = observation(entries, key, "child", words);
    ObjectNode source = observation(entries, key, "source", words);
    ObjectNode result = observation(entries, key, "result", words);
    result.putArray("hasMember").add(reference(child));
    result.putArray("derivedFrom").add(reference(source));
    ObjectNode document = subject(entry(entries, key, "DocumentReference"), key);
    document.put("status", "current");
    attach(document.putArray("content").addObject().putObject("attachment"), words, key, number);
    ObjectNode order = subject(entry(entries, key, "ServiceRequest"), key);
    order.put("status", "active").put("intent", "order");
    if (!reported) {
      return;
    }
    ObjectNode report = subject(entry(entries, key, "DiagnosticReport"), key);
    report.put("status", "final").put("issued", "2026-03-01T10:00:00Z");
    report.put("conclusion", words.next() + " unchanged.");
    report.putObject("code").put("text", "CT chest");
    ObjectNode id = report.putArray("identifier").addObject();
    id.put("system", "http://hospital.example/ids").put("value", "ACC-" + round + key);
    ObjectNode coding = id.putObject("type").putArray("coding").addObject();
    coding.put("system", "http://terminology.hl7.org/CodeSystem/v2-0203").put("code", "ACSN");
    report.putArray("result").add(reference(result));
    report.putArray("basedOn").add(reference(order));
    // without text of these two kinds, the results are the text
    if (random.nextInt(3) == 0) {
      report.putArray("media").addObject().set("link", reference(document));
    }
    if (random.nextInt(3) == 0) {
      attach(report.putArray("presentedForm").addObject(), words, key, number);
    }
    if (random.nextInt(3) == 0) {
      ObjectNode composition = subject(entry(entries, key, "Composition"), key);
      composition.put("status", "final").put("date", "2026-03-01T10:00:00Z");
      composition.put("title", "Report");
      composition.putObject("type").put("text", "Radiology report");
      composition.putArray("author").addObject().put("display", "R");
      ObjectNode section = composition.putArray("section").addObject();
      section.put("title", "Findings").putArray("entry").add(reference(report));
      section
          .putObject("text")
          .put("status", "additional")
          .put(
              "div",
              "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>" + words.next() + "</p></div>");
    }
  }

  private static ObjectNode entry(ArrayNode entries, String key, String type) {
    return entry(entries, key, type, type);
  }

  private static ObjectNode entry(ArrayNode entries, String key, String type, String name) {
    ObjectNode entry = entries.addObject();
    entry.put("fullUrl", url(key, name));
    ObjectNode resource = entry.putObject("resource").put("resourceType", type);
    entry.putObject("request").put("method", "POST").put("url", type);
    return resource.put("id", key + "-" + name.toLowerCase(Locale.ROOT));
  }

  private static String url(String key, String name) {
    return "http://ehr.example/fhir/" + name + "/" + key;
  }

  private static ObjectNode subject(ObjectNode resource, String key) {
    resource.putObject("subject").put("reference", url(key, "Patient"));
    return resource;
  }

  private static ObjectNode observation(ArrayNode entries, String key, String name, Words words) {
    ObjectNode observation = subject(entry(entries, key, "Observation", name), key);
    observation.put("status", "final").put("valueString", words.next() + " nodule.");
    observation.putObject("code").put("text", "Finding");
    return observation;
  }

  /** A reference to a resource of this Bundle, by the URL of its entry. */
  private static ObjectNode reference(ObjectNode resource) {
    String[] id = resource.path("id").asText().split("-");
    String name =
        resource.path("resourceType").asText().equals("Observation")
            ? id[1]
            : resource.path("resourceType").asText();
    return JSON.createObjectNode().put("reference", url(id[0], name));
  }

  private void attach(ObjectNode attachment, Words words, String key, String number) {
    String text = "FINDINGS: " + words.next() + " nodule.";
    boolean cda = random.nextBoolean();
    boolean first = key.equals("a");
    String data =
        cda
            ? "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">"
                + CdaMutator.target(
                    number,
                    first ? "Testcase" : "Mueller",
                    first ? "Ada" : "Jonas",
                    first ? "19700203" : "19450811",
                    first ? "F" : "M")
                + "<component><structuredBody><component><section><text>"
                + text
                + "</text></section></component></structuredBody></component></ClinicalDocument>"
            : text;
    attachment.put("contentType", cda ? "text/xml" : "text/plain");
    attachment.put(
        "data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
  }

  // its changes

  private void change(ObjectNode bundle) {
    switch (random.nextInt(10)) {
      case 0, 1 -> swapText(bundle, "reference");
      case 2 -> swapText(bundle, "data");
      case 3 -> set(bundle, "reference", anyUrl(bundle));
      case 4, 5 -> set(bundle, "status", STATUSES.get(random.nextInt(STATUSES.size())));
      case 6 -> contain(bundle);
      case 7 -> swapResources(bundle);
      case 8 -> remove(bundle);
      default -> repeat(bundle);
    }
  }

  /** All objects in a tree that have a text of this name. */
  private static List<ObjectNode> having(JsonNode node, String name) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode object && object.path(name).isTextual()) {
      found.add(object);
    }
    node.forEach(child -> found.addAll(having(child, name)));
    return found;
  }

  private void swapText(ObjectNode bundle, String name) {
    List<ObjectNode> all = having(bundle, name);
    if (all.size() > 1) {
      ObjectNode one = any(all);
      ObjectNode other = any(all);
      String text = one.path(name).asText();
      one.put(name, other.path(name).asText());
      other.put(name, text);
    }
  }

  private void set(ObjectNode bundle, String name, String value) {
    List<ObjectNode> all = having(bundle, name);
    if (!all.isEmpty()) {
      any(all).put(name, value);
    }
  }

  private String anyUrl(ObjectNode bundle) {
    List<ObjectNode> all = having(bundle, "fullUrl");
    return all.isEmpty() ? "Patient/1" : any(all).path("fullUrl").asText();
  }

  /** Moves a resource into a report that refers to it, or to which nothing refers. */
  private void contain(ObjectNode bundle) {
    ArrayNode entries = bundle.withArray("/entry");
    if (entries.size() < 2) {
      return;
    }
    int at = random.nextInt(entries.size());
    JsonNode moved = entries.get(at);
    List<ObjectNode> reports = new ArrayList<>();
    for (JsonNode entry : entries) {
      if (entry != moved && entry.path("resource").has("result")) {
        reports.add((ObjectNode) entry.path("resource"));
      }
    }
    if (reports.isEmpty()) {
      return;
    }
    entries.remove(at);
    ObjectNode report = any(reports);
    report.withArray("/contained").add(moved.path("resource"));
    for (ObjectNode reference : having(report, "reference")) {
      if (reference.path("reference").asText().equals(moved.path("fullUrl").asText())) {
        reference.put("reference", "#" + moved.path("resource").path("id").asText());
      }
    }
  }

  private void swapResources(ObjectNode bundle) {
    List<ObjectNode> entries = having(bundle, "fullUrl");
    if (entries.size() > 1) {
      ObjectNode one = any(entries);
      ObjectNode other = any(entries);
      JsonNode resource = one.get("resource");
      one.set("resource", other.get("resource"));
      other.set("resource", resource);
    }
  }

  private void remove(ObjectNode bundle) {
    JsonNode node = bundle;
    for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
      if (node.isEmpty()) {
        return;
      }
      int at = random.nextInt(node.size());
      if (node instanceof ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (depth == 1 && !names.get(at).equals("resourceType")) {
          object.remove(names.get(at));
        }
        node = object.path(names.get(at));
      } else {
        JsonNode child = node.get(at);
        if (depth == 1) {
          ((ArrayNode) node).remove(at);
        }
        node = child;
      }
    }
  }

  private void repeat(ObjectNode bundle) {
    ArrayNode entries = bundle.withArray("/entry");
    if (!entries.isEmpty()) {
      ObjectNode entry = entries.get(random.nextInt(entries.size())).deepCopy();
      if (random.nextBoolean()) {
        entry.put("fullUrl", entry.path("fullUrl").asText() + "x");
      }
      entries.add(entry);
    }
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
