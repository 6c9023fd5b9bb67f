package org.radiologytrust.peers.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.IServerConformanceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/** What HAPI's plain server needs to serve a {@link FhirStore}. */
final class FhirProviders {
  private FhirProviders() {}

  /** One resource type. */
  public static final class Type<T extends Resource> implements IResourceProvider {
    private final Class<T> type;
    private final FhirStore store;

    Type(Class<T> type, FhirStore store) {
      this.type = type;
      this.store = store;
    }

    @Override
    public Class<T> getResourceType() {
      return type;
    }

    @Read
    public T read(@IdParam IdType id) {
      Resource found = store.read(type.getSimpleName(), id.getIdPart());
      if (found == null) {
        throw new ResourceNotFoundException(id);
      }
      return type.cast(found);
    }

    @Update
    public MethodOutcome update(@IdParam IdType id, @ResourceParam T resource) {
      boolean fresh = store.read(type.getSimpleName(), id.getIdPart()) == null;
      resource.setId(id.toUnqualifiedVersionless());
      Resource stored = store.update(resource, id.getVersionIdPart());
      return new MethodOutcome(stored.getIdElement(), fresh).setResource(stored);
    }

    /** Other parameters are refused by HAPI itself (400), as its JPA server does. */
    @Search
    public List<T> search(@OptionalParam(name = "identifier") TokenOrListParam identifiers) {
      String name = type.getSimpleName();
      List<Resource> found =
          identifiers == null
              ? store.all(name)
              : identifiers.getValuesAsQueryTokens().stream()
                  .flatMap(i -> store.byIdentifier(name, i.getSystem(), i.getValue()).stream())
                  .distinct()
                  .toList();
      return found.stream().map(type::cast).toList();
    }
  }

  /** The base URL: transactions. */
  public static final class Base {
    private final FhirStore store;

    Base(FhirStore store) {
      this.store = store;
    }

    @Transaction
    public Bundle transaction(@TransactionParam Bundle in) {
      return store.transaction(in);
    }
  }

  /** {@code GET metadata}. */
  public static final class Capabilities implements IServerConformanceProvider<IBaseConformance> {
    private final FhirStore store;
    private final List<String> types;
    private final Enumerations.FHIRVersion version;

    Capabilities(FhirStore store, List<String> types, Enumerations.FHIRVersion version) {
      this.store = store;
      this.types = types;
      this.version = version;
    }

    @Override
    public void setRestfulServer(RestfulServer server) {
      // What it says does not depend on the server.
    }

    @Override
    @Metadata(cacheMillis = 0)
    public IBaseConformance getServerConformance(
        HttpServletRequest request, RequestDetails details) {
      CapabilityStatement statement = new CapabilityStatement();
      statement.setStatus(Enumerations.PublicationStatus.ACTIVE).setDate(new Date());
      statement.setKind(CapabilityStatement.CapabilityStatementKind.INSTANCE);
      statement.setFhirVersion(version).addFormat("json");
      var rest = statement.addRest().setMode(CapabilityStatement.RestfulCapabilityMode.SERVER);
      rest.addInteraction().setCode(CapabilityStatement.SystemRestfulInteraction.TRANSACTION);
      for (String type : types) {
        var resource = rest.addResource().setType(type);
        store.statedUpdateCreate().ifPresent(resource::setUpdateCreate);
        resource.setVersioning(CapabilityStatement.ResourceVersionPolicy.VERSIONEDUPDATE);
        resource.addInteraction().setCode(CapabilityStatement.TypeRestfulInteraction.READ);
        resource.addInteraction().setCode(CapabilityStatement.TypeRestfulInteraction.UPDATE);
        resource.addInteraction().setCode(CapabilityStatement.TypeRestfulInteraction.SEARCHTYPE);
        resource.addSearchParam().setName("identifier").setType(Enumerations.SearchParamType.TOKEN);
      }
      return statement;
    }
  }
}
