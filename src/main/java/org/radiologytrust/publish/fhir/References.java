package org.radiologytrust.publish.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.ImageBox;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/**
 * References to resources of other systems: patient, report and study. They are literal only if the
 * source gave a literal reference. They always have the business identifier, so that a search can
 * resolve them. Nothing is contained or created.
 */
public final class References {
  /** An identifier system that validators accept. They check the form of urn:oid and urn:uuid. */
  private static final Pattern SYSTEM =
      Pattern.compile(
          "urn:oid:[0-2](\\.(0|[1-9][0-9]*))+"
              + "|urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + "|(?!urn:(oid|uuid):)[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+");

  private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

  /** Codes of HL7 table 0203 that are passed on; others are local to a site. */
  private static final Set<String> TYPES =
      Set.of("MR", "PI", "PT", "PN", "AN", "VN", "NI", "SS", "ACSN", "FILL", "PLAC");

  private References() {}

  /**
   * The patient of a report, by a number of a person. One without an authority has the site as its
   * assigner: the same number at two sites is two patients.
   */
  public static Reference subject(Report report) {
    Patient patient = report.patient();
    Reference subject = literal("Patient", patient.reference());
    Optional<org.radiologytrust.model.Identifier> chosen =
        patient.identifiers().stream()
            .filter(i -> !i.value().isBlank() && i.isOfPerson())
            .min((a, b) -> Boolean.compare(!a.type().equals("MR"), !b.type().equals("MR")));
    chosen.ifPresent(
        i -> {
          Identifier identifier = identifier(i.system(), i.value(), i.type());
          if (!identifier.hasSystem() && !identifier.hasAssigner() && !report.site().isBlank()) {
            identifier.getAssigner().setDisplay(Fhir.text(report.site()));
          }
          subject.setIdentifier(identifier);
        });
    if (chosen.isEmpty() && !subject.hasReference()) {
      subject.setDisplay("Patient not identified by the message");
    }
    return subject;
  }

  public static Reference focus(Report report) {
    Order order = report.order();
    Identifier identifier;
    if (!order.accessionNumber().isBlank()) {
      identifier = identifier("", order.accessionNumber(), "ACSN");
    } else if (!order.fillerOrderNumber().isBlank()) {
      identifier = identifier("", order.fillerOrderNumber(), "FILL");
    } else {
      identifier = identifier("", report.reportId(), "");
    }
    if (!report.site().isBlank()) {
      identifier.getAssigner().setDisplay(Fhir.text(report.site()));
    }
    return literal("DiagnosticReport", report.reference()).setIdentifier(identifier);
  }

  /**
   * The order of the examination, by the number that whoever ordered it knows; empty if the report
   * names none.
   */
  public static Optional<Reference> order(Report report) {
    Order order = report.order();
    Identifier identifier;
    if (!order.placerOrderNumber().isBlank()) {
      identifier = identifier("", order.placerOrderNumber(), "PLAC");
    } else if (!order.accessionNumber().isBlank()) {
      identifier = identifier("", order.accessionNumber(), "ACSN");
    } else if (!order.fillerOrderNumber().isBlank()) {
      identifier = identifier("", order.fillerOrderNumber(), "FILL");
    } else {
      return Optional.empty();
    }
    if (!report.site().isBlank()) {
      identifier.getAssigner().setDisplay(Fhir.text(report.site()));
    }
    return Optional.of(new Reference().setType("ServiceRequest").setIdentifier(identifier));
  }

  /**
   * The study of an image, with the image as region; empty if the study is unknown or a UID is not
   * valid.
   *
   * @param box the part of the image; {@code null} for all of it
   */
  public static Optional<Reference> image(
      Audit audit, String sopInstanceUid, @Nullable ImageBox box) {
    for (Study study : audit.studies()) {
      for (Instance instance : study.instances()) {
        if (instance.sopInstanceUid().equals(sopInstanceUid)) {
          return study(study)
              .map(
                  reference -> {
                    region(study, instance)
                        .map(region -> box == null ? region : within(region, instance, box))
                        .ifPresent(reference::addExtension);
                    return reference;
                  });
        }
      }
    }
    return Optional.empty();
  }

  /** Each study once, with its images among the given ones as regions. */
  public static List<Reference> studies(Audit audit, Set<String> sopInstanceUids) {
    return audit.studies().stream()
        .flatMap(
            study ->
                study(study)
                    .map(
                        reference -> {
                          study.instances().stream()
                              .filter(i -> sopInstanceUids.contains(i.sopInstanceUid()))
                              .flatMap(i -> region(study, i).stream())
                              .forEach(reference::addExtension);
                          return reference;
                        })
                    .stream())
        .toList();
  }

  /**
   * An earlier report, by our id of its version. It has no type: a server is not asked whether it
   * has that report.
   */
  public static Reference earlier(EarlierReport earlier) {
    String day = earlier.studied() == null ? "" : " of " + earlier.studied();
    return new Reference()
        .setIdentifier(
            new Identifier().setSystem(Uris.SID + "report-version").setValue(earlier.id()))
        .setDisplay("earlier report" + day);
  }

  /** An earlier study that a model was shown; empty if its UID is not valid. */
  public static Optional<Reference> prior(PriorStudy prior) {
    return study(prior.studyInstanceUid())
        .map(reference -> reference.setDisplay("earlier study " + prior.day()));
  }

  private static Optional<Reference> study(Study study) {
    return study(study.studyInstanceUid());
  }

  private static Optional<Reference> study(String studyInstanceUid) {
    if (!UID.matcher(studyInstanceUid).matches()) {
      return Optional.empty();
    }
    Identifier uid =
        new Identifier().setSystem("urn:dicom:uid").setValue("urn:oid:" + studyInstanceUid);
    return Optional.of(new Reference().setType("ImagingStudy").setIdentifier(uid));
  }

  private static Optional<Extension> region(Study study, Instance instance) {
    if (!UID.matcher(instance.seriesInstanceUid()).matches()
        || !UID.matcher(instance.sopInstanceUid()).matches()) {
      return Optional.empty();
    }
    Extension region = new Extension(Uris.IMAGE_REGION);
    region.addExtension("studyUid", new IdType(study.studyInstanceUid()));
    region.addExtension("seriesUid", new IdType(instance.seriesInstanceUid()));
    region.addExtension("sopUid", new IdType(instance.sopInstanceUid()));
    return Optional.of(region);
  }

  /** Narrows a region to a rectangle: a closed line from corner to corner. */
  private static Extension within(Extension region, Instance instance, ImageBox box) {
    if (instance.numberOfFrames() > 1) {
      region.addExtension("frame", new PositiveIntType(instance.shownFrame() + 1));
    }
    region.addExtension("regionType", new CodeType("polyline"));
    int[][] corners = {
      {box.left(), box.top()},
      {box.right(), box.top()},
      {box.right(), box.bottom()},
      {box.left(), box.bottom()},
      {box.left(), box.top()}
    };
    for (int[] corner : corners) {
      region.addExtension("coordinate", new DecimalType(corner[0]));
      region.addExtension("coordinate", new DecimalType(corner[1]));
    }
    return region;
  }

  /** Literal only if it names this type: a urn of another Bundle would dangle in ours. */
  private static Reference literal(String type, String reference) {
    Reference result = new Reference().setType(type);
    String shape =
        "(https?://[A-Za-z0-9._~:/%-]+/)?"
            + type
            + "/[A-Za-z0-9.-]{1,64}(/_history/[A-Za-z0-9.-]{1,64})?";
    if (reference.matches(shape)) {
      result.setReference(reference);
    }
    return result;
  }

  private static Identifier identifier(String system, String value, String type) {
    Identifier identifier = new Identifier().setValue(Fhir.text(value));
    if (TYPES.contains(type)) {
      identifier.setType(Fhir.concept(Uris.TERMINOLOGY + "v2-0203", type));
    }
    if (!system(system).isEmpty()) {
      identifier.setSystem(system);
    } else if (!system.isBlank()) {
      identifier.getAssigner().setDisplay(Fhir.text(system));
    }
    return identifier;
  }

  /** The identifier system; empty if it is not a URI that validators accept. */
  public static String system(String system) {
    return SYSTEM.matcher(system).matches() ? system : "";
  }
}
