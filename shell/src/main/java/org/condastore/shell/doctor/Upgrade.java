package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.condastore.schema.lint.Severity;
import org.condastore.schema.migration.Release;
import org.condastore.schema.migration.Releases;
import org.condastore.shell.artifact.ArtifactType;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.NameSource;
import org.condastore.shell.session.Suggestions;

/**
 * The start of a release of conda-store on a database, which it upgrades.
 *
 * @param release the release that is to be started
 */
public record Upgrade(Release release) {

	/**
	 * The first ones of revision 4: the oldest of them fails over what later ones delete.
	 */
	private static final Predicate<Release> FIRST_KEYS = among("0.4.14", "0.4.15");

	/** Before them nobody cleaned up when a worker started. */
	private static final Predicate<Release> CLEANING_UP = from("2023.9.1");

	/** They read metadata that is an object, and not NULL. */
	private static final Predicate<Release> METADATA_NEEDED = among("2024.11.2", "2025.1.1");

	private static final Predicate<Release> WITHOUT_DOCKER_BLOB = among("2025.1.1", "2025.2.1");

	/** What releases do not get over, and why; first what keeps them from starting. */
	private static final List<Reason> REASONS = List.of(
			// Migrations
			new Reason(ReleaseKnowsRevision::new, Upgrade::any, "it starts only on a revision that it knows"),
			new Reason(ReleaseIsNotWithdrawn::new, Release::isWithdrawn,
					"it upgrades to a revision that was withdrawn, and no later release starts on it"),
			new Reason(TablesAreThoseOfRevision::new, Upgrade::any,
					"its migrations and its queries count on all that the revision should have"),
			new Reason(NamesOfMigrationsAreFree::new, Upgrade::any, "its migrations fail over what is there already"),
			new Reason(NothingDependsOnWhatMigrationsChange::new, Upgrade::any,
					"its migrations fail over what depends on a column that they change or a table that they drop"),
			new Reason(NobodyHoldsTablesOfMigrations::new, Upgrade::any,
					"its migrations wait for these transactions, and everybody else waits behind them"),
			new Reason(RowsFitFirstKeys::new, Upgrade::any,
					"its migrations make keys, and fail over rows that do not fit them"),
			new Reason(PackageLinksCanBeKept::new, Upgrade::any,
					"its migrations copy the lists of packages, and fail over such a link"),
			new Reason(ArtifactHasBuildBeforeKeys::new, FIRST_KEYS.negate(), "its migrations delete these artifacts"),
			new Reason(ArtifactHasBuildBeforeKeys::new, FIRST_KEYS,
					"its migrations fail over these artifacts, or delete them"),
			new Reason(PackageBuildIsUniqueWithoutChannel::new, Release::isWithdrawn,
					"its migration attaches package builds to the packages of their channel and makes a unique key"
							+ " without the channel; it fails where that cannot be"),
			// What it reads
			new Reason(NamespacesGetMetadata::new, METADATA_NEEDED,
					"its migrations leave the metadata NULL, and then its lists of namespaces fail"),
			reads(new NamespaceMetadataIsObject(), METADATA_NEEDED,
					"its lists of namespaces fail over metadata that is no object, and over NULL"),
			reads(new NamespaceMetadataIsObject(true), METADATA_NEEDED.negate(),
					"its lists of namespaces fail over metadata that is no object"),
			reads(new NamespaceNameIsAllowed(), Upgrade::any, "its lists fail over a name that breaks its rule"),
			reads(new SettingHasTypeOfItsKey(), Upgrade::any,
					"builds and settings fail at the level of such a setting"),
			reads(new ArtifactListHoldsKnownTypes(), Upgrade::any,
					"builds and settings fail at the level of such a setting"),
			reads(new ConfigurationRowExists(), Upgrade::any,
					"its metrics and its builds need the sizes of the storage, until a worker has measured them"),
			reads(new RoleMappingIsReadable(), Upgrade::any,
					"each request of that user fails, if it is configured to use these role mappings"),
			reads(new RoleMappingBetweenNamespacesIsReadable(true), Upgrade::any,
					"each request of that user fails, if it is configured to use these role mappings"),
			reads(new BuildStatusIsKnown(), Upgrade::any,
					"its lists of builds and environments fail over such a build"),
			new Reason((release) -> new ReleaseKnowsArtifactTypes(release, List.of()), WITHOUT_DOCKER_BLOB.negate(),
					"its lists of builds and environments fail over such an artifact"),
			new Reason((release) -> new ReleaseKnowsArtifactTypes(release, List.of(ArtifactType.DOCKER_BLOB)),
					WITHOUT_DOCKER_BLOB,
					"its lists of builds and environments fail over such an artifact; it does not know DOCKER_BLOB"),
			reads(new BuildHasSize(), Upgrade::any, "its lists of builds and environments fail over such a build"),
			reads(new BuildHasTimeOfScheduling(), Upgrade::any,
					"its lists of builds and environments fail over such a build"),
			reads(new BuildingBuildHasTimeOfStart(), CLEANING_UP,
					"the clean-up when a worker starts fails for all builds"),
			reads(new EnvironmentHasCurrentBuild(), Upgrade::any,
					"its lists of environments fail over such an environment"),
			reads(new SequenceIsAheadOfKeys(), Upgrade::any, "it cannot insert rows into that table"));

	private static final Pattern NUMBERS = Pattern.compile("\\d{1,5}(\\.\\d{1,5})*");

	/**
	 * Why something matters to some releases.
	 *
	 * @param invariant what must hold before that release
	 * @param of which releases
	 * @param breaks what becomes of them, in a clause
	 */
	private record Reason(Function<Release, Invariant> invariant, Predicate<Release> of, String breaks) {
	}

	/**
	 * Accepts a typed release.
	 * @throws CommandFailure {@code USAGE} if it is not known
	 */
	public static Upgrade of(String typed) {
		List<String> names = Releases.all().stream().map(Release::name).toList();
		String newest = names.get(names.size() - 1);
		String known = "known are " + String.join(", ", names);
		return new Upgrade(Releases.withName(typed).orElseThrow(() -> {
			if (isNewer(typed, newest)) {
				return CommandFailure
					.usage("release %s is newer than %s, the newest that is known".formatted(typed, newest), known);
			}
			return CommandFailure.usage("there is no release \"%s\" that is known".formatted(typed),
					Suggestions.nearest(typed, names).map("did you mean %s? "::formatted).orElse("") + known);
		}));
	}

	/** All of them, for completion, the newest first. */
	public static List<NameSource.Name> names() {
		List<NameSource.Name> names = new ArrayList<>();
		for (Release release : Releases.all()) {
			names.add(0, new NameSource.Name(release.name(), "revision " + release.revision()));
		}
		return names;
	}

	/** What matters to the release. */
	List<Invariant> obstacles() {
		List<Invariant> obstacles = new ArrayList<>();
		for (Reason reason : REASONS) {
			if (reason.of().test(this.release)) {
				Invariant invariant = reason.invariant().apply(this.release);
				// What is a warning without an upgrade breaks this release.
				Severity severity = (invariant instanceof UpgradeCheck) ? invariant.severity() : Severity.ERROR;
				obstacles.add(new Obstacle(invariant, severity, reason.breaks()));
			}
		}
		return obstacles;
	}

	/** A check that is made only before an upgrade, of any release. */
	static Optional<Invariant> find(String id) {
		return checks().stream().filter((check) -> check.id().equals(id)).findFirst();
	}

	/** Those that are made only before an upgrade, each once. */
	static List<Invariant> checks() {
		Release newest = Releases.all().get(Releases.all().size() - 1);
		List<Invariant> checks = new ArrayList<>();
		for (Reason reason : REASONS) {
			Invariant invariant = reason.invariant().apply(newest);
			if (invariant instanceof UpgradeCheck
					&& checks.stream().noneMatch((check) -> check.id().equals(invariant.id()))) {
				checks.add(invariant);
			}
		}
		return checks;
	}

	@Override
	public String toString() {
		return this.release.name();
	}

	private static Reason reads(Invariant invariant, Predicate<Release> of, String breaks) {
		return new Reason((release) -> invariant, of, breaks);
	}

	private static boolean any(Release release) {
		return true;
	}

	private static Predicate<Release> among(String... names) {
		return (release) -> Set.of(names).contains(release.name());
	}

	/** That release and all later ones. */
	private static Predicate<Release> from(String name) {
		Release first = Releases.withName(name).orElseThrow();
		return (release) -> Releases.all().indexOf(release) >= Releases.all().indexOf(first);
	}

	private static boolean isNewer(String typed, String known) {
		return NUMBERS.matcher(typed).matches() && Arrays.compare(numbers(typed), numbers(known)) > 0;
	}

	private static int[] numbers(String name) {
		return Arrays.stream(name.split("\\.")).mapToInt(Integer::parseInt).toArray();
	}

}
