package org.radiologytrust.fhirread;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceInteractionComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** The CapabilityStatement, built from the tables that the server itself uses. */
public final class Capability {
  private static final String CANONICAL = "http://radiologytrustlayer.org/fhir/";
  private static final String GUIDE =
      CANONICAL + "ImplementationGuide/radiologytrustlayer.fhir.audit";
  private static final String SOFTWARE = CANONICAL + "CapabilityStatement/rtl-server";

  private Capability() {}

  /**
   * What every server of this version can do, for the guide. Status, date and publisher are the
   * guide's, so they are missing.
   *
   * @param version of this software
   * @return JSON of a CapabilityStatement
   */
  public static String software(String version) {
    CapabilityStatement statement = common(version);
    statement.setId("rtl-server");
    statement.setUrl(SOFTWARE);
    statement.setName("RadiologyTrustLayerServer");
    statement.setTitle("The server of the Radiology Trust Layer");
    statement.setDescription("Takes reports and serves their audits.");
    statement.setKind(CapabilityStatementKind.CAPABILITY);
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(statement);
  }

  /**
   * @param base URL of the server
   * @param since when it started
   */
  static CapabilityStatement of(String base, String version, Instant since) {
    CapabilityStatement statement = common(version);
    statement.setStatus(PublicationStatus.ACTIVE);
    statement.setDate(Date.from(since));
    statement.setKind(CapabilityStatementKind.INSTANCE);
    statement.addInstantiates(SOFTWARE);
    statement.addImplementationGuide(GUIDE);
    statement
        .getImplementation()
        .setDescription("Audits of radiology reports, claim by claim, made by AI or by rules")
        .setUrl(base);
    return statement;
  }

  private static CapabilityStatement common(String version) {
    CapabilityStatement statement = new CapabilityStatement();
    statement.setFhirVersion(FHIRVersion._4_0_1);
    statement.addFormat("application/fhir+json");
    statement.addFormat("application/fhir+xml");
    statement.getSoftware().setName("Radiology Trust Layer").setVersion(version);
    CapabilityStatementRestComponent rest = statement.addRest();
    rest.setMode(RestfulCapabilityMode.SERVER);
    rest.setDocumentation(
        "Takes one DiagnosticReport per request, alone or in a Bundle (transaction, batch, message"
            + " or collection) with its Patient, ServiceRequest and ImagingStudy. It is read for"
            + " the audit and cannot be read back; the audits can.");
    rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
    rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    CapabilityStatementRestResourceComponent report =
        rest.addResource()
            .setType("DiagnosticReport")
            .setVersioning(ResourceVersionPolicy.NOVERSION)
            .setUpdateCreate(true)
            .addInteraction(create())
            .addInteraction(update());
    report
        .addOperation()
        .setName("check")
        .setDefinition(CANONICAL + "OperationDefinition/check")
        .setDocumentation("Checks a report before it is signed; nothing is stored");
    new TreeMap<>(SearchParameter.BY_TYPE)
        .forEach((type, parameters) -> readable(rest, type, parameters));
    return statement;
  }

  private static ResourceInteractionComponent create() {
    return new ResourceInteractionComponent()
        .setCode(TypeRestfulInteraction.CREATE)
        .setDocumentation("A report identical to an earlier one is not audited again");
  }

  private static ResourceInteractionComponent update() {
    return new ResourceInteractionComponent()
        .setCode(TypeRestfulInteraction.UPDATE)
        .setDocumentation(
            "The same as create, for servers that send by subscription; no condition (If-Match) is"
                + " looked at");
  }

  private static void readable(
      CapabilityStatementRestComponent rest, String type, List<SearchParameter> parameters) {
    CapabilityStatementRestResourceComponent resource = rest.addResource().setType(type);
    resource.addInteraction().setCode(TypeRestfulInteraction.READ);
    resource.addInteraction().setCode(TypeRestfulInteraction.VREAD);
    resource.addInteraction().setCode(TypeRestfulInteraction.HISTORYINSTANCE);
    resource.addInteraction().setCode(TypeRestfulInteraction.HISTORYTYPE);
    resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
    Inclusion.values(Inclusion.from(type)).forEach(resource::addSearchInclude);
    Inclusion.values(Inclusion.backTo(type)).forEach(resource::addSearchRevInclude);
    resource.setVersioning(ResourceVersionPolicy.VERSIONED);
    resource.setDocumentation(
        "Further parameters: _sort ("
            + String.join(", ", SearchParameter.sorts(type))
            + ", each also with a minus sign), _count, _total (none, estimate or accurate),"
            + " _summary (count, true, text, data or false), _elements, _format, _pretty. An"
            + " unknown parameter is refused, unless the client sends Prefer: handling=lenient."
            + " Values are split by commas; read the next page by its link. _summary and _elements"
            + " choose among the elements of the resource itself. A history takes _since and _count;"
            + " versions that were replaced before this server kept them are missing.");
    listed(resource, "_id", SearchParamType.TOKEN, "One id or several")
        .setDefinition("http://hl7.org/fhir/SearchParameter/Resource-id");
    listed(
            resource,
            "_lastUpdated",
            SearchParamType.DATE,
            "With eq, ge, gt, le or lt; also to sort by")
        .setDefinition("http://hl7.org/fhir/SearchParameter/Resource-lastUpdated");
    for (SearchParameter parameter : parameters) {
      listed(resource, parameter.name(), parameter.type(), parameter.doc())
          .setDefinition(parameter.definition(type));
      if (parameter.byIdentifier()) {
        String by = "Identifier of the " + parameter.target();
        listed(resource, parameter.name() + ".identifier", SearchParamType.TOKEN, by);
      }
    }
  }

  private static CapabilityStatementRestResourceSearchParamComponent listed(
      CapabilityStatementRestResourceComponent resource,
      String name,
      SearchParamType type,
      String doc) {
    return resource.addSearchParam().setName(name).setType(type).setDocumentation(doc);
  }
}
