package org.condastore.shell.doctor;

import java.util.List;
import java.util.Optional;

/**
 * All invariants, in the order in which they are examined, shown and repaired: what
 * others build on comes first. Whoever adds one adds its line here.
 */
final class Invariants {

	private static final List<Invariant> ALL = List.of(
			// The schema
			new SchemaIsThatOfRevision(), new NothingIsLeftOfOldSchemas(), new SequenceIsAheadOfKeys(),
			new SettingsHaveUniqueKey(), new ForeignKeysHaveIndexes(), new IndexesAreValid(),
			new SchemaHoldsNothingElse(),
			// Namespaces
			new NamespaceNameIsAllowed(), new NamespaceMetadataIsObject(), new NamesDifferByMoreThanCase(),
			new EnvironmentNameIsAllowed(), new DeletedNamespaceIsRemoved(),
			// Settings and counters
			new SettingIsStoredOnce(), new SettingHasTypeOfItsKey(), new SettingIsRead(),
			new ArtifactListHoldsKnownTypes(), new SettingKeyIsKnown(), new ConfigurationRowExists(),
			// The server and its task queue
			new ConsumedMessagesAreRemoved(), new SessionsAndTablesAreCalm(), new TaskResultsAreRemoved(),
			// Role mappings: those that become the same are merged afterwards.
			new RoleMappingIsReadable(), new RoleMappingBetweenNamespacesIsReadable(), new RoleTablesAgree(),
			new RoleIsMappedOnce(), new RoleOfEntityIsUnambiguous(),
			// Solves, before the specifications that they refer to
			new SolveIsStillOfUse(), new SpecificationIsNamedRight(), new SpecificationIsUsed(),
			new SpecificationHashRecomputes(), new SpecificationHasDescription(),
			// Packages: duplicates are merged before channels are filled in. Where links
			// have lost
			// their foreign keys they stay when what they lead to goes, and go last.
			new ChannelIndexIsRead(), new PackageHasChannel(), new PackageBuildIsStoredOnce(),
			new PackageBuildHasChannelOfPackage(), new PackageListRefersToPackageBuilds(),
			// Artifacts: their types say what became of builds.
			new ArtifactTypeIsKnown(), new ArtifactIsStoredOnce(),
			// Builds, before what depends on their statuses
			new BuildStatusIsKnown(), new BuildHasSize(), new BuildHasTimeOfScheduling(),
			new BuildingBuildHasTimeOfStart(), new OpenBuildHasNoTimeOfEnd(), new BuildingBuildIsWorkedAt(),
			new QueuedBuildIsTaken(), new EndedBuildHasTimeOfEnd(), new CanceledBuildCanBeDeleted(),
			new BuildTimesAreInOrder(), new DeletedBuildHasNoFiles(), new CompletedBuildHasArtifacts(),
			new BuildKeyVersionIsKnown(), new HashedBuildKeyIsStored(), new HashedBuildKeyIsUnique(),
			new ArtifactKeyIsThatOfBuild(),
			// Environments
			new EnvironmentHasCurrentBuild(), new CurrentBuildBelongsToEnvironment(),
			new EnvironmentIsInLiveNamespace(), new BuildIsInLiveEnvironment(), new DeletedEnvironmentIsRemoved(),
			new EnvironmentHasUsableBuild(), new EnvironmentWasBuiltLately());

	private Invariants() {
	}

	static List<Invariant> all() {
		return ALL;
	}

	static Optional<Invariant> find(String id) {
		return ALL.stream().filter((invariant) -> invariant.id().equals(id)).findFirst();
	}

}
