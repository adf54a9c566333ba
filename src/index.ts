export type { Ask } from "./draft/ask.js";
export { branches, type BranchesResult } from "./action/branches.js";
export { check, type CheckedDatabase, type CheckResult } from "./action/check.js";
export type { EditedRevision } from "./project/edited.js";
export {
  current,
  type CurrentDatabase,
  type UnfinishedRevision,
  type CurrentOptions,
  type CurrentResult,
} from "./action/current.js";
export { config, type ConfigResult } from "./action/config.js";
export type { ConfigValue, ValueOrigin } from "./project/config-value.js";
export type { RunOptions } from "./project/database-access.js";
export { diff, type DiffOptions, type DiffResult } from "./action/diff.js";
export type { CheckedHazard } from "./compare/check-hazards.js";
export type { DatabaseDifference, ToldHazard, UnmanagedObject } from "./compare/difference.js";
export { downgrade, type DowngradeOptions } from "./action/downgrade.js";
export { edit, type EditOptions, type EditResult } from "./action/edit.js";
export { ensureVersion, type EnsureVersionResult } from "./action/ensure-version.js";
export {
  exportMigrations,
  type ExportOptions,
  type ExportResult,
} from "./action/export-migrations.js";
export type { GivenRevision } from "./project/given-revisions.js";
export { heads, type HeadsOptions, type HeadsResult, type HeadSummary } from "./action/heads.js";
export {
  history,
  type DatabasePlace,
  type HistoryOptions,
  type HistoryResult,
  type ListedRevision,
} from "./action/history.js";
export { init, type InitOptions, type InitResult } from "./action/init.js";
export { listTemplates, type ListTemplatesResult } from "./action/list-templates.js";
export { merge, type MergeOptions, type MergeResult } from "./action/merge.js";
export type { MigrateOptions, MigrateResult } from "./action/migrate.js";
export type { OnHazards } from "./compare/preview-hazards.js";
export type { ProjectOptions } from "./project/project.js";
export type {
  BackfillQuestion,
  BaselineChoice,
  BaselineQuestion,
  ConversionChoice,
  ConversionQuestion,
  Question,
  RenameChoice,
  RenameQuestion,
} from "./compare/question.js";
export { rebase, type RebaseOptions, type RebaseResult } from "./action/rebase.js";
export type { RevisionSummary } from "./project/revision-summary.js";
export type { ReplacedFile } from "./draft/replaced-revisions.js";
export { revision, type RevisionOptions, type RevisionResult } from "./action/revision.js";
export type { WrittenRevision } from "./draft/emit-revisions.js";
export {
  downgradePlan,
  upgradePlan,
  type MigratePlanOptions,
  type PlanResult,
} from "./action/plan.js";
export type {
  ExecutionPlan,
  OperationPlan,
  RevisionPlan,
  StatementPlan,
} from "./compare/execution-plan.js";
export {
  downgradeScript,
  upgradeScript,
  type MigrateScriptOptions,
  type ScriptResult,
} from "./action/script.js";
export {
  show,
  type ShowOptions,
  type ShownDatabase,
  type ShownHazard,
  type ShowResult,
} from "./action/show.js";
export { stamp, type StampOptions, type StampResult } from "./action/stamp.js";
export { stampAdopted, type StampAdoptedOptions } from "./adopt/stamp-adopted.js";
export {
  deleteTag,
  listTags,
  tag,
  type DeleteTagOptions,
  type Tag,
  type TagOptions,
  type TagResult,
  type TagsResult,
} from "./action/tag.js";
export { upgrade, type UpgradeOptions } from "./action/upgrade.js";
export {
  ensureVersionScript,
  stampScript,
  type StampScriptOptions,
} from "./action/version-script.js";
export type { World } from "./project/world.js";
export { defineConfig, type Config, type ConfigDefinition } from "./config/config.js";
export {
  defineEnvironment,
  type Environment,
  type EnvironmentContext,
  type EnvironmentDefinition,
} from "./config/environment.js";
export { AthanorError, hasCode, type AthanorErrorInit } from "./error/athanor-error.js";
export type { AddedFacts, ErrorCode, ErrorFacts, FactsOf, OwnErrorCode } from "./error/codes.js";
export type { Hazard } from "./operation/hazard.js";
export type { HazardCode } from "./operation/hazard-codes.js";
export type { Operation } from "./operation/operation.js";
export type { AnyOperation } from "./operation/plugin-operation.js";
export type { Operations } from "./operation/operations.js";
export type { Database } from "./plugin/database.js";
export type { Plugin, Rendered, RenderContext, RenderItem } from "./plugin/plugin.js";
export type { Step } from "./revision/step.js";
export type { Destruction } from "./runner/run-request.js";
export type { ConfirmDestruction, DestructionPolicy } from "./runner/run-request.js";
export type { OnProgress, ProgressEvent } from "./runner/run-request.js";
export type {
  AppliedRevision,
  ExecutedStatement,
  PlannedRevision,
  RunResult,
} from "./runner/run-record.js";
